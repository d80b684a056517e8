import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

const here = createRequire(import.meta.url)

/** Package and faces of each family the template names; later families are fallbacks for other scripts. */
const FACES = {
  'source-serif-4': [
    '400Regular/SourceSerif4_400Regular',
    '400Regular_Italic/SourceSerif4_400Regular_Italic',
    '600SemiBold/SourceSerif4_600SemiBold',
    '700Bold/SourceSerif4_700Bold',
  ],
  'atkinson-hyperlegible-next': [
    '400Regular/AtkinsonHyperlegibleNext_400Regular',
    '400Regular_Italic/AtkinsonHyperlegibleNext_400Regular_Italic',
    '600SemiBold/AtkinsonHyperlegibleNext_600SemiBold',
    '700Bold/AtkinsonHyperlegibleNext_700Bold',
  ],
  'noto-sans': ['400Regular/NotoSans_400Regular', '700Bold/NotoSans_700Bold'],
  'noto-sans-arabic': ['400Regular/NotoSansArabic_400Regular', '700Bold/NotoSansArabic_700Bold'],
  'noto-sans-hebrew': ['400Regular/NotoSansHebrew_400Regular'],
  'noto-sans-devanagari': ['400Regular/NotoSansDevanagari_400Regular'],
  'noto-sans-tifinagh': ['400Regular/NotoSansTifinagh_400Regular'],
  'noto-sans-sc': ['400Regular/NotoSansSC_400Regular'],
  'noto-emoji': ['400Regular/NotoEmoji_400Regular'],
} as const

/** Files of every embedded face, from pinned packages, so that the same text gives the same bytes on every machine. */
export function fontFiles(): readonly string[] {
  return Object.entries(FACES).flatMap(([family, faces]) => {
    const folder = dirname(here.resolve(`@expo-google-fonts/${family}/package.json`))
    return faces.map((face) => join(folder, `${face}.ttf`))
  })
}
