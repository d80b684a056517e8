/** The day that the calendar on the wall shows, `2026-07-27`, at an instant in UTC ms. */
export function dayAt(ms: number): string {
  const date = new Date(ms)
  const two = (value: number): string => String(value).padStart(2, '0')
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`
}
