// Which sentences of the catalogues are said. That each one said is there, the compiler sees to (MessageId).
import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import ts from 'typescript'
import { expect, test } from 'vitest'
import { SENTENCES } from '#shared/base/codes.ts'
import { COMMAND_IDS, commandWord } from '#shared/ipc/commands.ts'
import { TYPES } from '#shared/plan/fields.ts'
import { menuTemplate } from '#main/menu.ts'
import { CATALOGUES } from '#renderer/words/words.ts'

const root = resolve(import.meta.dirname, '../../..')
const ids = Object.keys(CATALOGUES.en)

test('[UI34] every sentence of the catalogues is said somewhere', () => {
  const said = new Set([...literals(), ...builtWords(), ...askedFor(), ...wordsOfMenus()])
  expect(ids.filter((id) => !said.has(id))).toEqual([])
})

/** Words for what comes as data, looked up if there are any: codes of the core, types and fields of the plan, commands. */
function askedFor(): readonly string[] {
  const types = Object.entries(TYPES)
  return [
    ...Object.keys(SENTENCES).map((code) => `code.${code}`),
    ...types.map(([type]) => `type.${type}`),
    ...types.flatMap(([, { fields }]) => Object.keys(fields).map((field) => `field.${field}`)),
    ...COMMAND_IDS.map((id) => commandWord(id)),
  ]
}

/** The menus of both kinds of computer name what the system does by the system's own names. */
function wordsOfMenus(): readonly string[] {
  const asked: string[] = []
  const words = (id: string): string => {
    asked.push(id)
    return id
  }
  for (const isMac of [true, false])
    menuTemplate({ words, isMac, available: new Set(), projector: false, onCommand: () => undefined })
  return asked
}

/** Ids that stand in the code as they are. */
function literals(): readonly string[] {
  const known = new Set(ids)
  return ['src-renderer', 'src-main', 'src-shared']
    .flatMap((folder) =>
      readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
        .filter((name) => /\.tsx?$/.test(name) && !name.includes('.tsbuild'))
        .map((name) => readFileSync(join(root, folder, name), 'utf8')),
    )
    .flatMap((code) => [...code.matchAll(/(['"`])([\w.-]+)\1/g)].map(([, , word]) => word!))
    .filter((word) => known.has(word))
}

/** Ids that the window puts together, such as `nav.${view}`: the compiler knows what `view` can be. */
function builtWords(): readonly string[] {
  const host = { ...ts.sys, onUnRecoverableConfigFileDiagnostic: () => undefined }
  const config = ts.getParsedCommandLineOfConfigFile(join(root, 'src-renderer/tsconfig.json'), {}, host)!
  const program = ts.createProgram(config.fileNames, config.options)
  const checker = program.getTypeChecker()
  const found: string[] = []
  const visit = (node: ts.Node): void => {
    if (ts.isTemplateExpression(node) && /^[\w.]+\.$/.test(node.head.text)) {
      const type = checker.getTypeAtLocation(node)
      const members = type.isUnion() ? type.types : [type]
      found.push(...members.filter((member) => member.isStringLiteral()).map(({ value }) => String(value)))
    }
    ts.forEachChild(node, visit)
  }
  for (const file of program.getSourceFiles()) if (config.fileNames.includes(file.fileName)) visit(file)
  return found
}
