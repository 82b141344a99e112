import { access, readdir } from 'node:fs/promises';
import { join } from 'node:path';
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
  const versions = await Promise.all(
    packages.map(async (name) => {
      const text = (await readText(join(directory, name, 'kernel.json'))) ?? '';
      const version = /"version":"([^"]+)"/.exec(text)?.[1];
      return version === undefined ? [] : [`${name} ${version}`];
    }),
  );
  const found = versions.flat();
  if (found.length > 0) return pass('guest-kernel', found.join(', '));
  const report = isNeeded ? fail : warn;
  return report('guest-kernel', `no kernel image in ${directory}`, 'npm run setup');
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
