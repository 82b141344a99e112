/**
 * Text → HTML, for element content and quoted attributes: text of result files and what a program wrote to stderr may hold anything. Handed to the
 * viewer, so that the lab has one such function: that of its reports, which belongs to the analysis.
 */
export type EscapeHtml = (text: string) => string;
