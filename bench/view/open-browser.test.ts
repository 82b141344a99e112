import { expect, test } from 'vitest';
import { hasDisplay } from './open-browser.ts';

test('a display is what X11 or Wayland name, and an empty name is none', () => {
  expect(hasDisplay({ DISPLAY: ':0' })).toBe(true);
  expect(hasDisplay({ WAYLAND_DISPLAY: 'wayland-0' })).toBe(true);
  expect(hasDisplay({ DISPLAY: '', SSH_CONNECTION: '192.0.2.1 1 192.0.2.2 22' })).toBe(false);
});
