/** Languages a plan is often written in where Aplec is used; a plan in another keeps it and shows it. */
const OFFERED = [
  'ca',
  'es',
  'fr',
  'en',
  'eu',
  'gl',
  'oc',
  'an',
  'ast',
  'it',
  'pt',
  'de',
  'nl',
  'el',
  'zgh',
  'ar',
] as const

/** Each under its own name, as those who speak it look for it. */
export function contentLanguages(now: string | null): readonly { readonly key: string; readonly name: string }[] {
  const keys = new Set<string>([...OFFERED, ...(now ? [now] : [])])
  return [...keys].map((key) => ({ key, name: ownName(key) }))
}

function ownName(key: string): string {
  try {
    const name = new Intl.DisplayNames([key], { type: 'language' }).of(key) ?? key
    return name.charAt(0).toLocaleUpperCase(key) + name.slice(1)
  } catch {
    // What others wrote there need not be a language.
    return key
  }
}
