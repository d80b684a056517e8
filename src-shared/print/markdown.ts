import { printModel } from './printModel.ts'
import type { PrintLanguage } from './labels/labels.ts'
import type { Block, Run } from './richText.ts'

/** The plan as Markdown, for wikis and mail: what the PDF says, without the figures. */
export function planMarkdown(planId: string, plan: unknown, language: PrintLanguage): string {
  const model = printModel({ planId, plan, agreement: null, day: '', language, appVersion: '' })
  const { labels } = model
  const parts = [
    `# ${escaped(model.title)}`,
    model.horizon,
    section(labels.vision, prose(model.vision)),
    section(labels.principles, prose(model.principles)),
    section(
      labels.objectives,
      model.objectives.map(({ title, intent }) => `### ${escaped(title)}\n\n${escaped(intent)}`).join('\n\n'),
    ),
    `## ${labels.projects}`,
    ...model.projects.map((project) =>
      [
        `### ${escaped(project.title)}`,
        project.facts.map(({ label, value }) => `- ${label}: ${escaped(value)}`).join('\n'),
        prose(project.summary),
        list(
          labels.actions,
          project.actions.map(
            ({ title, done, who, due }) =>
              `- [${done ? 'x' : ' '}] ${escaped([title, who, due].filter((part) => part !== '').join(', '))}`,
          ),
        ),
        list(
          labels.milestones,
          project.milestones.map(({ title, day }) => `- ${escaped(title)}: ${day}`),
        ),
        list(
          labels.outputs,
          project.outputs.map(
            ({ title, kind, licence, stewardship }) =>
              `- ${escaped([title, kind, licence, stewardship].filter((part) => part !== '').join(' · '))}`,
          ),
        ),
        list(
          labels.contributions,
          project.contributions.map(
            ({ title, amount, year, status, source }) =>
              `- ${escaped([title, amount, year, status, source].filter((part) => part !== '').join(' · '))}`,
          ),
        ),
        list(
          labels.links,
          project.links.map(({ title, url }) =>
            url === '' ? `- ${escaped(title)}` : `- [${escaped(title)}](<${url}>)`,
          ),
        ),
        list(
          labels.more,
          project.extra.map(({ label, text }) => `- ${escaped(label)}: ${escaped(text)}`),
        ),
      ]
        .filter((part) => part !== '')
        .join('\n\n'),
    ),
    section(
      labels.funding,
      model.funding
        .map(({ unit, years, rows, totals, total }) =>
          [
            `### ${escaped(unit)}`,
            '',
            row([labels.project, ...years, labels.total]),
            row(['---', ...years.map(() => '---:'), '---:']),
            ...rows.map(({ project, cells, total: sum }) => row([escaped(project), ...cells, sum])),
            row([`**${labels.total}**`, ...totals, total]),
          ].join('\n'),
        )
        .join('\n\n'),
    ),
    section(
      labels.partners,
      model.partners
        .map(({ name, kind, note }) => `- ${escaped([name, kind, note].filter((part) => part !== '').join(' · '))}`)
        .join('\n'),
    ),
    section(
      labels.groups,
      model.groups
        .map(({ name, purpose }) => `- ${escaped([name, purpose].filter((part) => part !== '').join(' · '))}`)
        .join('\n'),
    ),
  ]
  return parts.filter((part) => part !== '').join('\n\n') + '\n'
}

/** What people wrote stays text: no heading, link, HTML or table of theirs. */
const escaped = (text: string): string => text.replace(/[\\`*_{}[\]<>#|~!]/g, '\\$&').replace(/\s*\n\s*/g, ' ')

const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`
const section = (title: string, body: string): string => (body === '' ? '' : `## ${title}\n\n${body}`)
const list = (title: string, items: readonly string[]): string =>
  items.length === 0 ? '' : `#### ${title}\n\n${items.join('\n')}`

/** Blocks apart by an empty line; the items of a list by none. */
const prose = (blocks: readonly Block[]): string => blocks.map(proseBlock).join('\n\n')

function proseBlock(block: Block): string {
  switch (block.kind) {
    case 'paragraph':
      return atLineStart(proseRuns(block.runs))
    // The headings of the document are those of the plan.
    case 'heading':
      return `**${proseRuns(block.runs.map((run) => ({ ...run, strong: false })))}**`
    case 'quote':
      return prose(block.children)
        .split('\n')
        .map((line) => (line === '' ? '>' : `> ${line}`))
        .join('\n')
    case 'bullets':
      return block.children.map((item) => listItem('- ', item)).join('\n')
    case 'numbers':
      return block.children.map((item, number) => listItem(`${number + 1}. `, item)).join('\n')
    case 'item':
      return prose(block.children)
  }
}

function listItem(sign: string, item: Block): string {
  const blocks = 'children' in item ? item.children : [item]
  // A list right under its line belongs to it; other paragraphs stand apart.
  const text = blocks
    .map((block, index) => (index === 0 ? '' : 'children' in block ? '\n' : '\n\n') + proseBlock(block))
    .join('')
  return sign + text.replaceAll('\n', `\n${' '.repeat(sign.length)}`).replaceAll(/\n +(?=\n)/g, '\n')
}

const proseRuns = (runs: readonly Run[]): string =>
  runs
    .map(({ text, strong, em, link }) => {
      const words = escaped(text)
      const marked = marks(marks(words, em ? '*' : ''), strong ? '**' : '')
      return link === '' ? marked : `[${marked}](<${link}>)`
    })
    .join('')

/** Signs stand against the words: spaces at their ends stay outside. */
function marks(text: string, sign: string): string {
  const [, before = '', words = '', after = ''] = /^(\s*)(.*?)(\s*)$/s.exec(text) ?? []
  return words === '' ? text : `${before}${sign}${words}${sign}${after}`
}

/** What would begin a list or a rule there does not. */
const atLineStart = (text: string): string => text.replace(/^(\s*)([-+]|\d+[.)])(?=\s)/, '$1\\$2')
