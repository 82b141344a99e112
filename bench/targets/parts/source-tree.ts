/** Where sources come from: a Debian source package of a release, or a folder of the user's. */
export type SourceRecipe =
  | { readonly type: 'debian'; readonly package: string; readonly release: string }
  | { readonly type: 'folder'; readonly path: string };

/** Sources on disk, and what identifies them. */
export interface SourceTree {
  readonly root: string;
  /** Files that belong to it, relative to `root` and sorted. */
  readonly listPaths: () => Promise<readonly string[]>;
  /** A version that tells this tree from every other: Debian's full one, or with the commit and a hash of local changes. */
  readonly version: string;
  readonly sha256: string;
}
