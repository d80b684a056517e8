import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Row } from './measure.ts'
import { ensureBuilt, projectRoot } from './stage.ts'

type Sizes = { readonly first: number; readonly all: number; readonly files: Readonly<Record<string, number>> }

/** Scripts and styles as a server would send them; the app reads them from the disk. */
export async function bundleRows(): Promise<readonly Row[]> {
  ensureBuilt()
  const read = async (file: string): Promise<Sizes> =>
    JSON.parse(await readFile(join(projectRoot, file), 'utf8')) as Sizes
  const [is, may] = [await read('out/bundle.json'), await read('bundle-budget.json')]
  const total = (what: string, of: 'first' | 'all'): Row => ({
    what,
    ours: `${is[of]} kB`,
    target: `≤ ${may[of]} kB`,
    met: is[of] <= may[of],
  })
  return [
    total('before anything is shown, compressed', 'first'),
    total('all, compressed', 'all'),
    ...Object.entries(is.files).map(([file, size]) => ({ what: file, ours: `${size} kB`, target: '–', met: true })),
  ]
}
