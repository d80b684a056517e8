import { printModel } from './printModel.ts'
import type { PrintLanguage } from './labels/labels.ts'
import type { Block } from './richText.ts'

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

function prose(blocks: readonly Block[]): string {
  return blocks
    .map(({ kind, runs }) => {
      const text = runs
        .map(({ text, strong, em, link }) => {
          const marked = strong ? `**${escaped(text)}**` : em ? `*${escaped(text)}*` : escaped(text)
          return link === '' ? marked : `[${marked}](<${link}>)`
        })
        .join('')
      return kind === 'bullet'
        ? `- ${text}`
        : kind === 'number'
          ? `1. ${text}`
          : kind === 'heading'
            ? `**${text}**`
            : text
    })
    .join('\n\n')
}
