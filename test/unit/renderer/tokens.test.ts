// The colours of the window as styles/tokens.css gives them: what is legible, and what can be told apart.
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import {
  clampChroma,
  type Color,
  differenceCiede2000,
  filterDeficiencyDeuter,
  filterDeficiencyProt,
  filterDeficiencyTrit,
  formatHex,
  parse,
  wcagContrast,
} from 'culori'
import { expect, test } from 'vitest'

const root = resolve(import.meta.dirname, '../../..')
const css = readFileSync(resolve(root, 'src-renderer/styles/tokens.css'), 'utf8')

type Palette = Readonly<Record<string, string>>

/** The colours of one theme: light or dark, and on top of it those of more contrast. */
function palette(isDark: boolean, isMore: boolean): Palette {
  const [common, more] = [blockOf(':root {'), blockOf(":root[data-contrast='more'] {")]
  return Object.fromEntries(
    [...coloursIn(common), ...(isMore ? coloursIn(more) : [])].map(([name, light, dark]) => [
      name,
      shown(isDark ? dark : light),
    ]),
  )
}

const blockOf = (selector: string): string =>
  css.slice(css.indexOf(selector), css.indexOf('\n  }', css.indexOf(selector)))

const COLOUR = String.raw`(#[0-9a-f]{6}|oklch\([^)]+\))`
const coloursIn = (block: string) =>
  [...block.matchAll(new RegExp(String.raw`--([\w-]+): light-dark\(${COLOUR}, ${COLOUR}\);`, 'g'))].map(
    ([, name, light, dark]) => [name!, light!, dark!] as const,
  )

/** As a screen of sRGB shows it. */
const shown = (colour: string): string => formatHex(clampChroma(parse(colour)!, 'oklch'))

const THEMES = [
  ['light', palette(false, false)],
  ['dark', palette(true, false)],
  ['light, more contrast', palette(false, true)],
  ['dark, more contrast', palette(true, true)],
] as const

const PAPERS = ['paper', 'paper-raised', 'paper-sunk', 'olive-wash', 'terracotta-wash', 'sea-wash']
const TEXT_INKS = ['ink', 'ink-soft', 'olive-deep', 'terracotta', 'sea']
const HUES = Array.from({ length: 8 }, (_, number) => `hue-${number}`)

/** Every pair whose contrast is below `least`, with what it is. */
const tooFaint = (
  colours: Palette,
  inks: readonly string[],
  papers: readonly string[],
  least: number,
): readonly string[] =>
  inks.flatMap((ink) =>
    papers
      .map((paper) => [paper, wcagContrast(colours[ink]!, colours[paper]!)] as const)
      .filter(([, ratio]) => ratio < least)
      .map(([paper, ratio]) => `${ink} on ${paper}: ${ratio.toFixed(2)}`),
  )

test.each(THEMES)('[UI30] every ink is legible on every paper: %s', (name, colours) => {
  const isMore = name.endsWith('more contrast')
  // Text, AAA: running text, links, words of buttons that stand on paper, the words of tooltips.
  expect(tooFaint(colours, TEXT_INKS, PAPERS, 7)).toEqual([])
  expect(tooFaint(colours, ['ink'], ['chosen'], 7)).toEqual([])
  expect(tooFaint(colours, ['olive'], ['paper', 'paper-raised'], 7)).toEqual([])
  // Controls, AA: the word on the main button, examples in empty fields, the letters on an objective's colour.
  expect(tooFaint(colours, ['on-olive'], ['olive', 'olive-deep'], isMore ? 7 : 4.5)).toEqual([])
  expect(tooFaint(colours, ['ink-faint'], PAPERS, isMore ? 7 : 4.5)).toEqual([])
  expect(tooFaint(colours, ['on-hue'], HUES, 4.5)).toEqual([])
  // What is seen and not read: edges of what is used, the focus, seeds and edges in an objective's colour.
  expect(tooFaint(colours, ['line-strong', 'olive', 'sea'], PAPERS, 3)).toEqual([])
  expect(tooFaint(colours, HUES, ['paper', 'paper-raised'], 3)).toEqual([])
  if (isMore) expect(tooFaint(colours, ['line'], PAPERS, 3)).toEqual([])
})

const SIGHTS: readonly (readonly [string, (colour: Color) => Color])[] = [
  ['no deficiency', (colour) => colour],
  ['protanopia', filterDeficiencyProt(1)],
  ['deuteranopia', filterDeficiencyDeuter(1)],
  ['tritanopia', filterDeficiencyTrit(1)],
]

test.each(THEMES)('[UI31] the colours of objectives stay apart for every colour vision: %s', (_name, colours) => {
  const apart = differenceCiede2000()
  for (const [sight, seen] of SIGHTS) {
    const alike = HUES.flatMap((one, index) =>
      HUES.slice(index + 1)
        .map((other) => [other, apart(seen(parse(colours[one]!)!), seen(parse(colours[other]!)!))] as const)
        .filter(([, difference]) => difference < 9)
        .map(([other, difference]) => `${one} and ${other}: ${difference.toFixed(1)}`),
    )
    expect(alike, sight).toEqual([])
  }
})

test('[UI31] the PDF has the colours of the light window', () => {
  const template = readFileSync(resolve(root, 'resources/pdf/plan.typ'), 'utf8')
  const printed = [...template.matchAll(/\((\d+)%, (\d+)deg\)/g)].map(([, light, angle]) =>
    shown(`oklch(${Number(light) / 100} 0.1 ${angle})`),
  )
  expect(printed).toEqual(HUES.map((hue) => palette(false, false)[hue]))
})

test('[UI30] [UI31] docs/design.md says what is measured', () => {
  const design = readFileSync(resolve(root, 'docs/design.md'), 'utf8')
  const lowest = (ink: string, papers: readonly string[]) =>
    THEMES.map(([, colours]) => Math.min(...papers.map((paper) => wcagContrast(colours[ink]!, colours[paper]!))))
  const inks = [...TEXT_INKS, 'olive', 'ink-faint', 'line-strong', 'line'].map(
    (ink) => [ink, lowest(ink, PAPERS)] as const,
  )
  const onColour = [
    ['on-olive', lowest('on-olive', ['olive', 'olive-deep'])] as const,
    ['on-hue', lowest('on-hue', HUES)] as const,
  ]
  const apart = differenceCiede2000()
  const nearest = SIGHTS.map(
    ([sight, seen]) =>
      [
        sight,
        THEMES.map(([, colours]) =>
          Math.min(
            ...HUES.flatMap((one, index) =>
              HUES.slice(index + 1).map((other) => apart(seen(parse(colours[one]!)!), seen(parse(colours[other]!)!))),
            ),
          ),
        ),
      ] as const,
  )
  const said = [...inks, ...onColour, ...nearest].map(
    ([name, figures]) => `${name}: ${figures.map((figure) => figure.toFixed(1)).join(' ')}`,
  )
  expect(figuresOf(design)).toEqual(said)
})

/** Rows of the tables of figures: a name and four numbers. */
const figuresOf = (text: string): readonly string[] =>
  [...text.matchAll(/^\| `?([\w -]+?)`? +\|((?: +[\d.]+ +\|){4})/gm)].map(
    ([, name, row]) => `${name}: ${row!.replaceAll('|', ' ').trim().split(/\s+/).join(' ')}`,
  )
