import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const root = new URL('../../..', import.meta.url).pathname
const ROOMS = ['src-shared', 'src-node', 'src-main', 'src-renderer', 'src-relay', 'src-cli']
const sources = ROOMS.flatMap((room) =>
  readdirSync(join(root, room), { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.tsx?$/.test(file) && !file.includes('.tsbuild'))
    .map((file) => join(room, file)),
)

test('[PL23] no other file makes a document with an actor it does not name', () => {
  const careless = sources.flatMap((file) =>
    readFileSync(join(root, file), 'utf8')
      .split('\n')
      .filter((line) => /\bA\.(load|clone|init|from)\b/.test(line) && !/\bactor\b/.test(line))
      .map((line) => `${file}: ${line.trim()}`),
  )
  expect(sources.length).toBeGreaterThan(100)
  expect(careless).toEqual([])
})
