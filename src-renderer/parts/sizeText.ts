const UNITS = [
  ['gigabyte', 1024 ** 3],
  ['megabyte', 1024 ** 2],
  ['kilobyte', 1024],
] as const

/** A size as people say it: `1.2 MB`, `340 KB`, `12 bytes`. */
export function sizeText(bytes: number, language: string): string {
  const [unit, least] = UNITS.find(([, from]) => bytes >= from) ?? (['byte', 1] as const)
  const value = bytes / least
  const maximumFractionDigits = unit === 'kilobyte' || unit === 'byte' || value >= 10 ? 0 : 1
  const unitDisplay = unit === 'byte' ? 'long' : 'short'
  return new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay, maximumFractionDigits }).format(value)
}
