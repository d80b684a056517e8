// The default app of the evaluation runtime: loads the app folder named first on the command line.
// It must be an ES module that awaits the app's own load: Electron holds `ready` back until this file has finished
// evaluating, so that the app can still register its privileged scheme.
import { app } from 'electron'
import { existsSync, readFileSync } from 'node:fs'
import Module from 'node:module'
import { dirname, join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'

/** Playwright hands over a loader with `-r`, which must run before the app. */
function readArguments(argv) {
  const preloads = []
  for (let at = 0; at < argv.length; at += 1) {
    if (argv[at] === '-r' || argv[at] === '--require') preloads.push(argv[(at += 1)])
    else if (!argv[at].startsWith('-')) return { preloads, target: argv[at] }
  }
  return { preloads, target: undefined }
}

async function load(folder) {
  Object.defineProperty(process, 'defaultApp', { configurable: false, enumerable: true, value: true })
  const manifest = join(folder, 'package.json')
  if (existsSync(manifest)) {
    const { name, productName, version } = JSON.parse(readFileSync(manifest, 'utf8'))
    if (version) app.setVersion(version)
    if (productName ?? name) app.name = productName ?? name
  }
  const file = Module._resolveFilename(folder, null, true)
  app.setAppPath(existsSync(manifest) ? folder : dirname(file))
  await import(pathToFileURL(file).href)
}

const { preloads, target } = readArguments(process.argv.slice(1))
for (const preload of preloads) Module._load(resolve(preload), null, false)
if (target === undefined) {
  process.stderr.write('usage: electron [flags] FOLDER\n')
  process.exit(2)
}
try {
  await load(resolve(target))
} catch (cause) {
  process.stderr.write(`The app could not be loaded: ${cause?.stack ?? cause}\n`)
  process.exit(1)
}
