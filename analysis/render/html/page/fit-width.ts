/** A chart grows with the width of the page, up to this height and this many times its own size. */
const mostHeight = 1400;
const mostTimes = 2;

/** Draws the picture as wide as its place, and never smaller than it was made: text keeps its size, and what is wider scrolls. */
export function fitWidth(place: HTMLElement): void {
  const svg = place.querySelector('svg');
  if (svg === null) return;
  const { width, height } = svg.viewBox.baseVal;
  if (width === 0 || height === 0) return;
  const scale = Math.max(1, Math.min(place.clientWidth / width, mostHeight / height, mostTimes));
  svg.setAttribute('width', String(Math.floor(width * scale)));
  svg.setAttribute('height', String(Math.floor(height * scale)));
}
