/** The few sentences of main's own dialogs; everything else is said by the window. */
interface ShellWords {
  readonly openOutside: string
  readonly open: string
  readonly cancel: string
  readonly notSaved: string
  readonly notSavedDetail: string
  readonly stay: string
  readonly leave: string
}

const words: Readonly<Record<string, ShellWords>> = {
  en: {
    openOutside: 'Open this address outside Aplec?',
    open: 'Open',
    cancel: 'Cancel',
    notSaved: 'The last edits are not saved yet.',
    notSavedDetail: 'If you leave now, they are lost.',
    stay: 'Stay',
    leave: 'Leave anyway',
  },
  ca: {
    openOutside: 'Voleu obrir aquesta adreça fora d’Aplec?',
    open: 'Obre',
    cancel: 'Cancel·la',
    notSaved: 'Les darreres edicions encara no s’han desat.',
    notSavedDetail: 'Si sortiu ara, es perdran.',
    stay: 'Queda’t',
    leave: 'Surt igualment',
  },
  es: {
    openOutside: '¿Abrir esta dirección fuera de Aplec?',
    open: 'Abrir',
    cancel: 'Cancelar',
    notSaved: 'Las últimas ediciones todavía no se han guardado.',
    notSavedDetail: 'Si sales ahora, se perderán.',
    stay: 'Quedarse',
    leave: 'Salir igualmente',
  },
  fr: {
    openOutside: 'Ouvrir cette adresse hors d’Aplec ?',
    open: 'Ouvrir',
    cancel: 'Annuler',
    notSaved: 'Les dernières modifications ne sont pas encore enregistrées.',
    notSavedDetail: 'Si vous quittez maintenant, elles seront perdues.',
    stay: 'Rester',
    leave: 'Quitter quand même',
  },
}

export function shellWords(locale: string): ShellWords {
  const found = words[locale.slice(0, 2)] ?? words['en']
  if (found === undefined) throw new Error('the English words are always there')
  return found
}
