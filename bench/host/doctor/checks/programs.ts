import { nodesToCompare } from '../../topology/usable-nodes.ts';
import { about, type Check, type CheckSubject, type DoctorContext } from '../check.ts';

/** Lowest version the lab is tested with; the same as `engines` of package.json. */
const leastNode = [20, 19] as const;

interface Program {
  readonly name: string;
  readonly debianPackage: string;
  readonly purpose: string;
  /** `guest`: only where no two real nodes are. */
  readonly needed: 'always' | 'guest' | 'optional';
}

const programs: readonly Program[] = [
  { name: 'numactl', debianPackage: 'numactl', purpose: 'binds trials to nodes', needed: 'always' },
  {
    name: 'setpriv',
    debianPackage: 'util-linux',
    purpose: 'lets no trial outlive the lab',
    needed: 'always',
  },
  { name: 'gcc', debianPackage: 'gcc', purpose: 'builds the targets', needed: 'always' },
  {
    name: 'dpkg-source',
    debianPackage: 'dpkg-dev',
    purpose: 'unpacks the sources of musl',
    needed: 'always',
  },
  { name: 'musl-gcc', debianPackage: 'musl-tools', purpose: 'builds musl-1.2.3', needed: 'optional' },
  { name: 'make', debianPackage: 'make', purpose: 'builds the native programs', needed: 'always' },
  { name: 'qemu-system-x86_64', debianPackage: 'qemu-system-x86', purpose: 'runs guests', needed: 'guest' },
  { name: 'cargo', debianPackage: 'cargo-web rustc-web', purpose: 'builds the addon', needed: 'optional' },
  { name: 'git', debianPackage: 'git', purpose: 'records the commit of the lab', needed: 'optional' },
];

/** By program name, so that the list is of use on other distributions too. */
export const checkPrograms: CheckSubject = async (context) => {
  const found = await Promise.all(programs.map((program) => checkProgram(program, context)));
  return [checkNodeVersion(context.nodeVersion), ...found];
};

async function checkProgram(program: Program, context: DoctorContext): Promise<Check> {
  const { name, debianPackage, purpose, needed } = program;
  const check = about(name, 'found');
  if ((await context.findProgram(name)) !== undefined) return check.pass(`found; ${purpose}`);
  const isNeeded = needed === 'always' || (needed === 'guest' && nodesToCompare(context.topology).length < 2);
  const report = isNeeded ? check.fail : check.warn;
  const install = `apt-get install ${debianPackage}`;
  return report(`not found; it ${purpose}`, `on Debian: ${install}`, [install]);
}

function checkNodeVersion(version: string): Check {
  const [major = 0, minor = 0] = version.replace(/^v/, '').split('.').map(Number);
  const isRecent = major > leastNode[0] || (major === leastNode[0] && minor >= leastNode[1]);
  const check = about('node', `${leastNode.join('.')} or later`);
  return isRecent
    ? check.pass(version)
    : check.fail(version, `install Node.js ${leastNode.join('.')} or later`);
}
