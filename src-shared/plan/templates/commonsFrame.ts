import type { TemplateText } from './templateShape.ts'

/** A commons transition to be filled: five objectives and principles to argue about, and no project yet. */
export const commonsFrame: {
  readonly principles: TemplateText
  readonly objectives: readonly { readonly title: TemplateText; readonly intent: TemplateText }[]
} = {
  principles: {
    ca: 'Decidim en assemblees obertes des del primer dia.\nEl que afecta un sol projecte ho decideix aquell projecte.\nEl que es paga en comú queda en comú: terra, màquines, codi i coneixement.\nTot acord es pot revocar.',
    es: 'Decidimos en asambleas abiertas desde el primer día.\nLo que afecta a un solo proyecto lo decide ese proyecto.\nLo que se paga en común queda en común: tierra, máquinas, código y conocimiento.\nTodo acuerdo se puede revocar.',
    fr: 'Nous décidons en assemblées ouvertes dès le premier jour.\nCe qui ne concerne qu’un projet est décidé par ce projet.\nCe qui est payé en commun reste en commun : terre, machines, code et savoirs.\nTout accord peut être révoqué.',
    en: 'We decide in assemblies open from the first day.\nWhat concerns one project alone is decided by that project.\nWhat is paid for in common stays common: land, machines, code and knowledge.\nEvery agreement can be revoked.',
  },
  objectives: [
    {
      title: {
        ca: 'Sobirania alimentària',
        es: 'Soberanía alimentaria',
        fr: 'Souveraineté alimentaire',
        en: 'Food sovereignty',
      },
      intent: {
        ca: 'Que el menjar de cada dia vingui de prop, a preu just per a qui el fa i per a qui el menja.',
        es: 'Que la comida de cada día venga de cerca, a un precio justo para quien la produce y para quien la come.',
        fr: 'Que la nourriture de tous les jours vienne d’à côté, à un prix juste pour qui la produit et pour qui la mange.',
        en: 'Everyday food comes from nearby, at a price fair to those who grow it and those who eat it.',
      },
    },
    {
      title: {
        ca: 'Terra i habitatge en comú',
        es: 'Tierra y vivienda en común',
        fr: 'Terre et habitat en commun',
        en: 'Land and housing in common',
      },
      intent: {
        ca: 'Treure terra i cases del mercat i posar-les en propietat comunal, d’ús i no de negoci.',
        es: 'Sacar tierra y casas del mercado y ponerlas en propiedad comunal, de uso y no de negocio.',
        fr: 'Sortir terres et maisons du marché et les mettre en propriété commune, pour l’usage et non pour le profit.',
        en: 'Take land and homes off the market and hold them in communal ownership, for use and not for profit.',
      },
    },
    {
      title: { ca: 'Economia pròpia', es: 'Economía propia', fr: 'Une économie à nous', en: 'An economy of our own' },
      intent: {
        ca: 'Moneda social, finançament sense interès i eines compartides.',
        es: 'Moneda social, financiación sin interés y herramientas compartidas.',
        fr: 'Monnaie sociale, financement sans intérêt et outils partagés.',
        en: 'Social currency, finance without interest and shared tools.',
      },
    },
    {
      title: { ca: 'Coneixement lliure', es: 'Conocimiento libre', fr: 'Savoirs libres', en: 'Free knowledge' },
      intent: {
        ca: 'Documentar i compartir el que sabem fer, i connectar el treball d’aquí amb el procomú global.',
        es: 'Documentar y compartir lo que sabemos hacer, y conectar el trabajo de aquí con el procomún global.',
        fr: 'Documenter et partager ce que nous savons faire, et relier le travail d’ici aux communs du monde.',
        en: 'Document and share what we know how to do, and connect the work done here with the global commons.',
      },
    },
    {
      title: {
        ca: 'Salut, cures i governança',
        es: 'Salud, cuidados y gobernanza',
        fr: 'Santé, soins et gouvernance',
        en: 'Health, care and governance',
      },
      intent: {
        ca: 'Una salut que s’acompanya, i unes assemblees que cuiden les persones que les sostenen.',
        es: 'Una salud que se acompaña, y unas asambleas que cuidan a las personas que las sostienen.',
        fr: 'Une santé qui s’accompagne, et des assemblées qui prennent soin des personnes qui les portent.',
        en: 'Health that is accompanied, and assemblies that take care of the people who sustain them.',
      },
    },
  ],
}
