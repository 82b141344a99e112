/** What the model of this folder is, for the findings that hold measurements against it. */
export const modelText =
  "the model (mallocng's policy implemented twice: agreement, no prediction by a theory)";
