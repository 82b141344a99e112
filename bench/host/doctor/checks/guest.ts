import { join } from 'node:path';
import { isThere } from '../../../is-absent.ts';
import { hashIfPresent } from '../../../targets/hash-if-present.ts';
import { readNames, readText } from '../../read-text.ts';
import { nodesToCompare } from '../../topology/usable-nodes.ts';
import { about, type Check, type CheckSubject, type DoctorContext } from '../check.ts';

const kernelImage = about('guest-kernel', 'an image in the cache that is the one that was fetched');
const kvm = about('kvm', 'a guest boots under it, or there is no /dev/kvm');

/** What a guest is made of, apart from QEMU. */
export const checkGuest: CheckSubject = async (context) => {
  const isNeeded = nodesToCompare(context.topology).length < 2;
  const image = await checkKernelImage(join(context.cacheDirectory, 'kernels'), isNeeded);
  return [image, await checkKvm(context)];
};

/** Set-up lays out kernels/<package>/{vmlinuz,kernel.json}, both or neither. */
async function checkKernelImage(directory: string, isNeeded: boolean): Promise<Check> {
  const packages = (await readNames(directory)).filter((name) => name.startsWith('linux-image-'));
  const report = isNeeded ? kernelImage.fail : kernelImage.warn;
  const images = await Promise.all(packages.map((name) => readImage(directory, name)));
  const damaged = images.find((image) => !image.isWhole);
  if (damaged !== undefined)
    return report(`${damaged.what} is damaged`, 'npm run setup, or remove its folder', ['npm run setup']);
  if (images.length > 0) return kernelImage.pass(images.map((image) => image.what).join(', '));
  return report(`no kernel image in ${directory}`, 'npm run setup', ['npm run setup']);
}

async function readImage(directory: string, name: string): Promise<{ what: string; isWhole: boolean }> {
  const text = (await readText(join(directory, name, 'kernel.json'))) ?? '';
  const version = /"version":"([^"]+)"/.exec(text)?.[1];
  const sha256 = /"sha256":"([0-9a-f]{64})"/.exec(text)?.[1];
  const isWhole = sha256 !== undefined && sha256 === (await hashIfPresent(join(directory, name, 'vmlinuz')));
  return { what: version === undefined ? name : `${name} ${version}`, isWhole };
}

/** A device that opens proves little: some abort or hang at the first guest, which only a boot shows. */
async function checkKvm({ sources, tryKvm }: DoctorContext): Promise<Check> {
  if (!(await isThere(join(sources.root, 'dev/kvm'))))
    return kvm.pass('no /dev/kvm: guests run under TCG, slower and with the same counts');
  const answer = await tryKvm();
  if (answer === 'works') return kvm.pass('a guest booted under it');
  if (answer === 'fails') {
    return kvm.warn(
      '/dev/kvm exists, and no guest boots under it in time: guests run under TCG, with the same counts',
      'nothing needs it; where it should work, look at nested virtualisation',
    );
  }
  return kvm.unknown(
    `/dev/kvm exists; it was not tried: ${answer.unavailable}`,
    'fix that, or let a run try it',
  );
}
