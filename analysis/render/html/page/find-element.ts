/** The element that the page was built with; its lack is a bug. */
export function findElement<Kind extends Element>(
  root: ParentNode,
  selector: string,
  kind: abstract new () => Kind,
): Kind {
  const found = root.querySelector(selector);
  if (!(found instanceof kind)) throw new Error(`no ${selector} in the page`);
  return found;
}
