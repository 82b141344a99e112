import { access, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { hashFile } from '../../targets/hash-file.ts';
import { type Check, type CheckSubject, fail, pass, unknown, warn } from '../check.ts';
import { nodesWithCpus } from '../node-pairs.ts';
import { readText } from '../read-text.ts';

/** What a guest is made of, apart from QEMU. */
export const checkGuest: CheckSubject = async ({ cacheDirectory, topology }) => {
  const isNeeded = nodesWithCpus(topology).length < 2;
  return [await checkKernelImage(join(cacheDirectory, 'kernels'), isNeeded), await checkKvm()];
};

/** Set-up lays out kernels/<package>/{vmlinuz,kernel.json}, both or neither. */
async function checkKernelImage(directory: string, isNeeded: boolean): Promise<Check> {
  const packages = (await readdir(directory).catch(() => [])).filter((name) =>
    name.startsWith('linux-image-'),
  );
  const report = isNeeded ? fail : warn;
  const images = await Promise.all(packages.map((name) => readImage(directory, name)));
  const damaged = images.find((image) => !image.isWhole);
  if (damaged !== undefined)
    return report('guest-kernel', `${damaged.what} is damaged`, 'npm run setup, or remove its folder');
  if (images.length > 0) return pass('guest-kernel', images.map((image) => image.what).join(', '));
  return report('guest-kernel', `no kernel image in ${directory}`, 'npm run setup');
}

async function readImage(directory: string, name: string): Promise<{ what: string; isWhole: boolean }> {
  const text = (await readText(join(directory, name, 'kernel.json'))) ?? '';
  const version = /"version":"([^"]+)"/.exec(text)?.[1];
  const sha256 = /"sha256":"([0-9a-f]{64})"/.exec(text)?.[1];
  const isWhole = sha256 !== undefined && sha256 === (await hashFile(join(directory, name, 'vmlinuz')));
  return { what: version === undefined ? name : `${name} ${version}`, isWhole };
}

/** A device that opens proves little: some abort or hang at the first guest, which only a boot shows. */
async function checkKvm(): Promise<Check> {
  const device = '/dev/kvm';
  const exists = await access(device).then(
    () => true,
    () => false,
  );
  if (!exists) return pass('kvm', `no ${device}: guests run under TCG, slower and with the same counts`);
  return unknown(
    'kvm',
    `${device} exists; whether it boots a guest was not tried`,
    'a run tries it, else takes TCG',
  );
}
