/** The few words an import adds of its own, in the plan's language. */
export interface ImportWords {
  readonly due: string
  readonly start: string
  readonly yes: string
  readonly no: string
  readonly votes: string
  readonly place: string
  readonly label: string
  readonly link: string
  readonly noList: string
  readonly someone: string
}

const WORDS: Readonly<Record<string, ImportWords>> = {
  ca: {
    due: 'Venciment',
    start: 'Inici',
    yes: 'sí',
    no: 'no',
    votes: 'Vots',
    place: 'Lloc',
    label: 'Etiqueta',
    link: 'Enllaç',
    noList: 'Sense llista',
    someone: 'Persona de Trello',
  },
  es: {
    due: 'Vencimiento',
    start: 'Inicio',
    yes: 'sí',
    no: 'no',
    votes: 'Votos',
    place: 'Lugar',
    label: 'Etiqueta',
    link: 'Enlace',
    noList: 'Sin lista',
    someone: 'Persona de Trello',
  },
  fr: {
    due: 'Échéance',
    start: 'Début',
    yes: 'oui',
    no: 'non',
    votes: 'Votes',
    place: 'Lieu',
    label: 'Étiquette',
    link: 'Lien',
    noList: 'Sans liste',
    someone: 'Personne de Trello',
  },
  en: {
    due: 'Due',
    start: 'Start',
    yes: 'yes',
    no: 'no',
    votes: 'Votes',
    place: 'Place',
    label: 'Label',
    link: 'Link',
    noList: 'No list',
    someone: 'Person of Trello',
  },
}

export const importWords = (language: string): ImportWords =>
  WORDS[language.toLowerCase().split('-')[0] ?? ''] ?? (WORDS['en'] as ImportWords)

type Phase = 'idea' | 'under-way' | 'done'

/** Names of lists that say in one word what the stage means. Anything else is left for people to say. */
const PHASES: Readonly<Record<Phase, readonly string[]>> = {
  idea: ['idea', 'ideas', 'idees', 'backlog', 'idée', 'idées'],
  'under-way': ['doing', 'in progress', 'en marxa', 'fent', 'en curs', 'en marcha', 'en curso', 'haciendo', 'en cours'],
  done: [
    'done',
    'finished',
    'completed',
    'fet',
    'feta',
    'fets',
    'acabat',
    'hecho',
    'hecha',
    'terminado',
    'terminé',
    'fait',
  ],
}

export function phaseOfName(name: string): Phase | undefined {
  const plain = name.trim().toLowerCase()
  return (Object.keys(PHASES) as Phase[]).find((phase) => PHASES[phase].includes(plain))
}
