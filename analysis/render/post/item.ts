/** Something that a post may show in several lengths. */
export interface Item {
  /** Items of one part stand together under its title. */
  readonly part: string;
  /** From the shortest to the longest; a first one without lines means that the item may be left out. */
  readonly forms: readonly (readonly string[])[];
  /** What is left out where the longest form is not shown, in the plural: `tables of findings`. */
  readonly kind: string;
}
