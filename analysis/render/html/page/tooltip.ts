import type { TooltipHandler } from 'vega';
import { findElement } from './find-element.ts';

/** One box for all charts. Values are set as text, never as markup. */
export function makeTooltip(): TooltipHandler {
  const box = findElement(document, '#tooltip', HTMLElement);
  return (_handler, event, _item, value: unknown) => {
    if (typeof value !== 'object' || value === null) {
      box.hidden = true;
      return;
    }
    box.replaceChildren(...Object.entries(value).map(([name, text]) => makeLine(name, String(text))));
    box.hidden = false;
    place(box, event);
  };
}

function makeLine(name: string, text: string): HTMLElement {
  const line = document.createElement('div');
  const label = document.createElement('b');
  label.textContent = `${name}: `;
  line.append(label, text);
  return line;
}

const distance = 12;

/** Beside the pointer, inside the window. */
function place(box: HTMLElement, event: MouseEvent): void {
  const { width, height } = box.getBoundingClientRect();
  const left = Math.min(event.clientX + distance, window.innerWidth - width - distance);
  const below = event.clientY + distance;
  const top = below + height > window.innerHeight ? event.clientY - height - distance : below;
  box.style.left = `${Math.max(0, left)}px`;
  box.style.top = `${Math.max(0, top)}px`;
}
