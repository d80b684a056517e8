import { expect, test } from 'vitest'
import { sampleFor } from '#shared/plan/templates/sampleFor.ts'
import { templateOperations, type TemplateName } from '#shared/plan/templates.ts'
import { seededRandom } from './builders.ts'

const LANGUAGES = ['ca', 'es', 'fr', 'en']
const TEXTS = ['title', 'name', 'vision', 'principles', 'summary', 'intent', 'purpose', 'note', 'stewardship', 'tags']

/** A name, and what Catalan and Spanish say alike. */
const ALIKE = ['P2P Foundation', 'Cooperativa patrimonial']

type Written = { readonly texts: readonly string[]; readonly shape: string }

/** Ids come from the same seed, so the same plan in two languages parts in its texts alone. */
function written(template: TemplateName, language: string): Written {
  const texts: string[] = []
  const shape = JSON.stringify(templateOperations(template, { language }, seededRandom(1)), (key, value: unknown) => {
    if (key === 'language' || key === 'licence') return typeof value
    if (!TEXTS.includes(key)) return value
    const said = [value].flat().map(String)
    texts.push(...said)
    return said.map((text) => (text === '' ? 'nothing' : 'text'))
  })
  return { texts, shape }
}

test.each(['blank', 'commons-frame', 'commons-transition'] as const)(
  '[PL41] %s says the same in all four languages, in words of each',
  (template) => {
    const all = LANGUAGES.map((language) => written(template, language))
    for (const [index, { texts, shape }] of all.entries()) {
      expect(shape).toBe(all[0]!.shape)
      for (const other of all.slice(0, index)) {
        const same = texts.filter((text, at) => text === other.texts[at] && text.includes(' ') && !ALIKE.includes(text))
        expect(same).toEqual([])
      }
    }
  },
)

test('[PL41] the sample is in the language a person reads best, and in English for any other', () => {
  expect(['ca-ES', 'es', 'fr_FR', 'en', 'oc', 'ja'].map((tag) => sampleFor([tag]).language)).toEqual([
    'ca',
    'es',
    'fr',
    'en',
    'ca',
    'en',
  ])
  expect(sampleFor(['ja', 'fr']).person).toBe('Moi')
})
