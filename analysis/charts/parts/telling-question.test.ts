import { expect, test } from 'vitest';
import { chooseDrawn, chooseTelling, notDrawnText, type Told } from './telling-question.ts';

type Question = Readonly<Record<string, number>>;
const tell = (question: Question): readonly Told[] =>
  Object.entries(question).map(([target, value]) => ({ target, value }));

test('a title tells of the one question in which targets differ most, and says so', () => {
  const telling = chooseTelling([{ a: 100, b: 101 }, { a: 1, b: 3 }, {}], tell, 'ratio');
  expect(telling?.told).toEqual([
    { target: 'a', value: 1 },
    { target: 'b', value: 3 },
  ]);
  expect(telling?.where('x')).toBe('in x, where targets differ most');
});

test('where no targets differ, it tells of the largest number, and of one question without a reason', () => {
  const telling = chooseTelling([{ a: 0.1, b: 0.1 }, { a: 0.9 }], tell, 'difference');
  expect(telling?.told).toEqual([{ target: 'a', value: 0.9 }]);
  expect(telling?.where('x')).toBe('in x, where it is largest');
  expect(chooseTelling([{ a: 1 }], tell, 'ratio')?.where('x')).toBe('in x');
  expect(chooseTelling([{}], tell, 'ratio')).toBeUndefined();
});

test('of more questions than can be drawn those are drawn that tell targets apart, in their order', () => {
  const questions = Array.from({ length: 12 }, (_, index) => ({
    a: 1,
    b: index === 0 ? 50 : 1 + index / 10,
  }));
  const drawn = chooseDrawn(questions, tell, 'ratio');
  expect(drawn).toEqual([questions[0], ...questions.slice(4)]);
  expect(notDrawnText(questions.length - drawn.length)).toBe('; 3 more questions not drawn');
  expect([notDrawnText(1), notDrawnText(0)]).toEqual(['; 1 more question not drawn', '']);
});
