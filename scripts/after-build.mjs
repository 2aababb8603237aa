/** What the compiler leaves to do in dist/: drop the outputs of removed sources, add assets, stamp the build. */
import { copyFileSync, existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildStamp, root } from './prepare.mjs';

const dist = join(root, 'dist');

/** The compiler forgets a source that is gone, and a removed migration must not go on being run. */
function removeOrphans(folder) {
  for (const name of readdirSync(join(dist, folder), { recursive: true })) {
    const source = join(root, folder, name.replace(/\.js(\.map)?$/, '.ts'));
    if (/\.js(\.map)?$/.test(name) && !existsSync(source)) rmSync(join(dist, folder, name));
  }
}

function copyRedoc() {
  const assets = join(dist, 'assets');
  const bundle = join(root, 'node_modules', 'redoc', 'bundles', 'redoc.standalone.js');
  mkdirSync(assets, { recursive: true });
  for (const suffix of ['', '.LICENSE.txt'])
    copyFileSync(bundle + suffix, join(assets, `redoc.standalone.js${suffix}`));
  copyFileSync(join(root, 'node_modules', 'redoc', 'LICENSE'), join(assets, 'redoc.LICENSE.txt'));
}

for (const folder of ['src', 'migrations', 'bench'])
  if (existsSync(join(dist, folder))) removeOrphans(folder);
copyRedoc();
writeFileSync(buildStamp, '');
