import type { Decision } from '#shared/core/contract.ts'

/** What the form holds: all text, as typed. */
export type DecisionForm = {
  readonly title: string
  readonly assembly: string
  readonly date: string
  readonly place: string
  readonly method: string
  /** Names by line or comma. */
  readonly names: string
  /** How many more were there. */
  readonly count: string
}

/** The form as the core takes it; empty fields are left out. */
export function decisionOf(form: DecisionForm): Decision {
  const names = form.names
    .split(/[\n,;]/)
    .map((name) => name.trim())
    .filter((name) => name !== '')
  const count = Number.parseInt(form.count, 10)
  const optional = (field: 'assembly' | 'place' | 'method') => {
    const text = form[field].trim()
    return text === '' ? {} : { [field]: text }
  }
  return {
    title: form.title.trim(),
    date: form.date,
    ...optional('assembly'),
    ...optional('place'),
    ...optional('method'),
    ...(names.length > 0 || count > 0 ? { present: { names, ...(count > 0 ? { count } : {}) } } : {}),
  }
}

/** The day it is here, as ISO 8601. */
export function today(now: Date): string {
  const two = (number: number): string => String(number).padStart(2, '0')
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`
}
