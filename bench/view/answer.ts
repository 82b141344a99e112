import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { ViewRequest } from './check-request.ts';
import { clientScript } from './client-script.ts';
import { renderMessage } from './layout.ts';
import { renderComparison } from './render-comparison.ts';
import { renderIndex } from './render-index.ts';
import { renderRun } from './render-run.ts';
import { htmlReply, ownPolicy, policyOf, type Reply } from './reply.ts';
import { findRunFolder, listRunNames, runFiles } from './run-folder.ts';
import type { ViewProblem } from './run-source.ts';
import { style } from './style.ts';
import type { Viewer } from './viewer.ts';

/** Answers a request for anything but a stream of events. */
export async function answer(viewer: Viewer, { parts, query }: ViewRequest): Promise<Reply> {
  const [first = '', name = '', what, file, ...rest] = parts;
  if (rest.length > 0) return notFound();
  if (parts.length === 1) return answerTop(viewer, first, query);
  if (first !== 'runs' || name === '') return notFound();
  if (what === undefined) return answerRun(viewer, name);
  if (what === 'report' && file === undefined) return answerReport(viewer, name);
  if (what === 'files' && file !== undefined) return answerFile(viewer, name, file);
  return notFound();
}

const assets: Readonly<Record<string, { readonly contentType: string; readonly body: string }>> = {
  'view.css': { contentType: 'text/css; charset=utf-8', body: style },
  'view.js': { contentType: 'text/javascript; charset=utf-8', body: clientScript },
};

async function answerTop(viewer: Viewer, name: string, query: URLSearchParams): Promise<Reply> {
  if (name === '') return answerIndex(viewer);
  if (name === 'compare') return answerComparison(viewer, query.get('a'), query.get('b'));
  const asset = Object.hasOwn(assets, name) ? assets[name] : undefined;
  return asset === undefined ? notFound() : { type: 'text', status: 200, policy: ownPolicy, ...asset };
}

async function answerIndex(viewer: Viewer): Promise<Reply> {
  const rows = await viewer.listRows();
  return rows === undefined ? resultsGone(viewer) : htmlReply(200, renderIndex(viewer.root, rows));
}

async function answerRun(viewer: Viewer, name: string): Promise<Reply> {
  const found = await findRunFolder(viewer.root, name);
  if (found.state === 'none') return noRun(viewer, name);
  if (found.state === 'outside') return answerReport(viewer, name);
  const progress = await viewer.progressOf(found.folder).read();
  return htmlReply(200, renderRun({ name, progress, files: found.folder.files }));
}

async function answerReport(viewer: Viewer, name: string): Promise<Reply> {
  const found = await findRunFolder(viewer.root, name);
  if (found.state === 'found' && (await viewer.hasJustBegun(found.folder))) {
    return htmlReply(
      200,
      renderMessage('No trial has ended yet', ['The report appears here with the first trials.']),
    );
  }
  const page = await viewer.page(name);
  if (page.state === 'none') return noRun(viewer, name);
  if (page.state === 'problem') return problemPage('This run cannot be shown', page);
  return htmlReply(200, page.html, policyOf(page.html));
}

async function answerFile(viewer: Viewer, name: string, file: string): Promise<Reply> {
  const found = await findRunFolder(viewer.root, name);
  if (found.state !== 'found') return notFound();
  const { directory, files } = found.folder;
  const known = files.find((candidate) => candidate === file);
  return known === undefined ? notFound() : sendable(join(directory, known), runFiles[known]);
}

async function sendable(path: string, contentType: string): Promise<Reply> {
  const size = (await stat(path).catch(() => undefined))?.size;
  return size === undefined ? notFound() : { type: 'file', path, contentType, size };
}

async function answerComparison(viewer: Viewer, a: string | null, b: string | null): Promise<Reply> {
  if (a === null || b === null) {
    const page = renderMessage('Nothing to compare', ['Choose a run as A and another as B.']);
    return htmlReply(400, page);
  }
  const [foundA, foundB] = [await findRunFolder(viewer.root, a), await findRunFolder(viewer.root, b)];
  if (foundA.state === 'none') return noRun(viewer, a);
  if (foundB.state === 'none') return noRun(viewer, b);
  for (const found of [foundA, foundB]) {
    if (found.state === 'outside') return htmlReply(422, outsidePage(found.file));
  }
  if (foundA.state !== 'found' || foundB.state !== 'found') return notFound();
  const compared = await viewer.compare(foundA.folder.directory, foundB.folder.directory);
  if (compared.state === 'problem') return problemPage('These runs cannot be compared', compared);
  return htmlReply(200, renderComparison({ a, b, text: compared.text }));
}

function outsidePage(file: string): string {
  return renderMessage('This run cannot be shown', [`${file} is no file within the results folder`]);
}

function problemPage(title: string, { message, hint }: ViewProblem): Reply {
  return htmlReply(422, renderMessage(title, [...message.split('\n'), hint]));
}

function notFound(): Reply {
  return htmlReply(404, renderMessage('Not found', ['There is no such page.']));
}

/** Where the whole folder is gone, that is the better thing to say. */
async function noRun(viewer: Viewer, name: string): Promise<Reply> {
  if ((await listRunNames(viewer.root)) === undefined) return resultsGone(viewer);
  return htmlReply(
    404,
    renderMessage('No such run', [`No run is called ${name}; it may have been removed.`]),
  );
}

function resultsGone({ root }: Viewer): Reply {
  return htmlReply(
    404,
    renderMessage('No results folder', [
      `${root} is not there, or cannot be read.`,
      'It was removed, renamed or unmounted; this page works again when it is back.',
    ]),
  );
}
