import type { PlanTemplate } from './templateShape.ts'

/**
 * The sample plan: a commons transition in Catalonia, imagined from the public facts of the Catalan Integral Cooperative
 * (eco-networks, supply centre, AureaSocial, Calafou, MaCUS, social currency, assemblies by consensus). Sentences, dates
 * and amounts are ours and only an example. Whole because it is one table of data.
 */
export const commonsTransition: PlanTemplate = {
  title: {
    ca: 'Pla de transició cap al procomú 2027–2036',
    es: 'Plan de transición hacia el procomún 2027–2036',
    fr: 'Plan de transition vers les communs 2027–2036',
    en: 'Commons transition plan 2027–2036',
  },
  horizon: { from: 2027, to: 2036 },
  vision: {
    ca: 'D’aquí a deu anys, qui vulgui viure del suport mutu ho pot fer a qualsevol comarca: menjar, sostre, salut, eines i crèdit es produeixen i es cuiden en comú.\n\nNo esperem un estat soci. Construïm institucions pròpies, petites i federades, que decideixen en assemblea i comparteixen obertament tot el que aprenen.',
    es: 'De aquí a diez años, quien quiera vivir del apoyo mutuo puede hacerlo en cualquier comarca: comida, techo, salud, herramientas y crédito se producen y se cuidan en común.\n\nNo esperamos a un estado socio. Construimos instituciones propias, pequeñas y federadas, que deciden en asamblea y comparten abiertamente todo lo que aprenden.',
    fr: 'Dans dix ans, qui veut vivre de l’entraide peut le faire dans n’importe quelle comarque : nourriture, toit, santé, outils et crédit se produisent et s’entretiennent en commun.\n\nNous n’attendons pas un État partenaire. Nous bâtissons nos propres institutions, petites et fédérées, qui décident en assemblée et partagent ouvertement tout ce qu’elles apprennent.',
    en: 'Ten years from now, anyone who wants to live by mutual aid can do so in any county: food, housing, health, tools and credit are produced and cared for in common.\n\nWe do not wait for a partner state. We build institutions of our own, small and federated, that decide in assembly and openly share everything they learn.',
  },
  principles: {
    ca: 'Decidim per consens, en assemblees obertes des del primer dia.\nEl que afecta un sol projecte ho decideix aquell projecte.\nEls ecos no es canvien mai per euros i cap préstec no porta interès.\nEl que es paga en comú queda en comú: terra, màquines, codi i coneixement.\nTot acord es pot revocar.',
    es: 'Decidimos por consenso, en asambleas abiertas desde el primer día.\nLo que afecta a un solo proyecto lo decide ese proyecto.\nLos ecos nunca se cambian por euros y ningún préstamo lleva interés.\nLo que se paga en común queda en común: tierra, máquinas, código y conocimiento.\nTodo acuerdo se puede revocar.',
    fr: 'Nous décidons par consensus, en assemblées ouvertes dès le premier jour.\nCe qui ne concerne qu’un projet est décidé par ce projet.\nLes écos ne s’échangent jamais contre des euros et aucun prêt ne porte intérêt.\nCe qui est payé en commun reste en commun : terre, machines, code et savoirs.\nTout accord peut être révoqué.',
    en: 'We decide by consensus, in assemblies open from the first day.\nWhat concerns one project alone is decided by that project.\nEcos are never changed into euros, and no loan bears interest.\nWhat is paid for in common stays common: land, machines, code and knowledge.\nEvery agreement can be revoked.',
  },
  objectives: [
    {
      key: 'food',
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
      key: 'housing',
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
      key: 'economy',
      title: { ca: 'Economia pròpia', es: 'Economía propia', fr: 'Une économie à nous', en: 'An economy of our own' },
      intent: {
        ca: 'Moneda social, finançament sense interès i eines compartides per deixar de dependre de la banca.',
        es: 'Moneda social, financiación sin interés y herramientas compartidas para dejar de depender de la banca.',
        fr: 'Monnaie sociale, financement sans intérêt et outils partagés, pour ne plus dépendre des banques.',
        en: 'Social currency, finance without interest and shared tools, so as to stop depending on banks.',
      },
    },
    {
      key: 'knowledge',
      title: { ca: 'Coneixement lliure', es: 'Conocimiento libre', fr: 'Savoirs libres', en: 'Free knowledge' },
      intent: {
        ca: 'Documentar i compartir el que sabem fer, i connectar el treball d’aquí amb el procomú global.',
        es: 'Documentar y compartir lo que sabemos hacer, y conectar el trabajo de aquí con el procomún global.',
        fr: 'Documenter et partager ce que nous savons faire, et relier le travail d’ici aux communs du monde.',
        en: 'Document and share what we know how to do, and connect the work done here with the global commons.',
      },
    },
    {
      key: 'care',
      title: {
        ca: 'Salut, cures i governança',
        es: 'Salud, cuidados y gobernanza',
        fr: 'Santé, soin et gouvernance',
        en: 'Health, care and governance',
      },
      intent: {
        ca: 'Una salut que s’acompanya, i unes assemblees que cuiden les persones que les sostenen.',
        es: 'Una salud que se acompaña, y unas asambleas que cuidan a las personas que las sostienen.',
        fr: 'Une santé qui s’accompagne, et des assemblées qui prennent soin des personnes qui les font vivre.',
        en: 'Health that is accompanied, and assemblies that take care of the people who sustain them.',
      },
    },
  ],
  groups: [
    {
      key: 'supply',
      name: {
        ca: 'Central d’abastament',
        es: 'Central de abastecimiento',
        fr: 'Centrale d’approvisionnement',
        en: 'Supply centre',
      },
      purpose: {
        ca: 'Compra, transport i repartiment entre rebosts.',
        es: 'Compra, transporte y reparto entre despensas.',
        fr: 'Achats, transport et répartition entre les épiceries.',
        en: 'Buying, transport and delivery between pantries.',
      },
    },
    {
      key: 'land',
      name: {
        ca: 'Comissió d’habitatge',
        es: 'Comisión de vivienda',
        fr: 'Commission habitat',
        en: 'Housing committee',
      },
      purpose: {
        ca: 'Acompanya les compres col·lectives i la masoveria.',
        es: 'Acompaña las compras colectivas y la masovería.',
        fr: 'Accompagne les achats collectifs et les baux contre travaux.',
        en: 'Accompanies collective purchases and rural tenancies.',
      },
    },
    {
      key: 'economic',
      name: { ca: 'Gestió econòmica', es: 'Gestión económica', fr: 'Gestion économique', en: 'Economic management' },
      purpose: {
        ca: 'Comptes en euros i en ecos, pressupost comú.',
        es: 'Cuentas en euros y en ecos, presupuesto común.',
        fr: 'Comptes en euros et en écos, budget commun.',
        en: 'Accounts in euros and ecos, the common budget.',
      },
    },
    {
      key: 'tech',
      name: {
        ca: 'Ciència, tècnica i tecnologia',
        es: 'Ciencia, técnica y tecnología',
        fr: 'Sciences, techniques et technologie',
        en: 'Science, technique and technology',
      },
      purpose: {
        ca: 'Màquines obertes i programari lliure per als projectes.',
        es: 'Máquinas abiertas y software libre para los proyectos.',
        fr: 'Machines ouvertes et logiciels libres pour les projets.',
        en: 'Open machines and free software for the projects.',
      },
    },
    {
      key: 'health',
      name: { ca: 'Oficina de salut', es: 'Oficina de salud', fr: 'Bureau de santé', en: 'Health office' },
      purpose: {
        ca: 'Xarxa de nuclis de salut i acompanyament.',
        es: 'Red de núcleos de salud y acompañamiento.',
        fr: 'Un réseau de groupes de santé et d’accompagnement.',
        en: 'A network of health and companionship groups.',
      },
    },
    {
      key: 'welcome',
      name: {
        ca: 'Acollida i comunicació',
        es: 'Acogida y comunicación',
        fr: 'Accueil et communication',
        en: 'Welcome and communication',
      },
      purpose: {
        ca: 'Rep la gent nova i explica què fem.',
        es: 'Recibe a la gente nueva y explica qué hacemos.',
        fr: 'Accueille celles et ceux qui arrivent et raconte ce que nous faisons.',
        en: 'Receives newcomers and tells what we do.',
      },
    },
  ],
  partners: [
    {
      key: 'p2pf',
      name: { ca: 'P2P Foundation', es: 'P2P Foundation', fr: 'P2P Foundation', en: 'P2P Foundation' },
      role: 'ally',
      note: {
        ca: 'Investiga amb nosaltres el full de ruta de la transició.',
        es: 'Investiga con nosotras la hoja de ruta de la transición.',
        fr: 'Étudie avec nous la feuille de route de la transition.',
        en: 'Researches the roadmap of the transition with us.',
      },
    },
    {
      key: 'ecoxarxes',
      name: {
        ca: 'Ecoxarxes de Catalunya',
        es: 'Ecorredes de Cataluña',
        fr: 'Écoréseaux de Catalogne',
        en: 'Eco-networks of Catalonia',
      },
      role: 'ally',
      note: {
        ca: 'Mercats, rebosts i moneda social a cada bioregió.',
        es: 'Mercados, despensas y moneda social en cada biorregión.',
        fr: 'Marchés, épiceries et monnaie sociale dans chaque biorégion.',
        en: 'Markets, pantries and social currency in each bioregion.',
      },
    },
    {
      key: 'producers',
      name: {
        ca: 'Pagesia agroecològica',
        es: 'Productoras agroecológicas',
        fr: 'Paysannes et paysans agroécologiques',
        en: 'Agro-ecological farmers',
      },
      role: 'supplier',
      note: {
        ca: 'Una quarantena de productores amb preus pactats cada any.',
        es: 'Unas cuarenta productoras con precios pactados cada año.',
        fr: 'Une quarantaine de fermes, à des prix convenus chaque année.',
        en: 'Some forty growers, with prices agreed every year.',
      },
    },
    {
      key: 'casx',
      name: {
        ca: 'Cooperativa d’autofinançament en xarxa',
        es: 'Cooperativa de autofinanciación en red',
        fr: 'Coopérative d’autofinancement en réseau',
        en: 'Networked self-financing co-operative',
      },
      role: 'funder',
      note: {
        ca: 'Dipòsits i préstecs sense interès, decidits en assemblea.',
        es: 'Depósitos y préstamos sin interés, decididos en asamblea.',
        fr: 'Dépôts et prêts sans intérêt, décidés en assemblée.',
        en: 'Deposits and loans without interest, decided in assembly.',
      },
    },
    {
      key: 'council',
      name: {
        ca: 'Ajuntaments rurals',
        es: 'Ayuntamientos rurales',
        fr: 'Communes rurales',
        en: 'Rural town councils',
      },
      role: 'public',
      note: {
        ca: 'Cedeixen locals buits; sense subvencions condicionades.',
        es: 'Ceden locales vacíos; sin subvenciones condicionadas.',
        fr: 'Prêtent des locaux vides ; pas de subventions sous conditions.',
        en: 'Lend empty premises; no grants with strings attached.',
      },
    },
  ],
  projects: [
    {
      key: 'pantries',
      title: {
        ca: 'Vint rebosts comarcals',
        es: 'Veinte despensas comarcales',
        fr: 'Vingt épiceries de comarque',
        en: 'Twenty county pantries',
      },
      summary: {
        ca: 'Cada rebost és un local petit amb una compra conjunta setmanal. Arribem de dotze a vint, i cada comarca en té almenys un.',
        es: 'Cada despensa es un local pequeño con una compra conjunta semanal. Pasamos de doce a veinte, y cada comarca tiene al menos una.',
        fr: 'Chaque épicerie est un petit local avec une commande commune par semaine. Nous passons de douze à vingt, et chaque comarque en a au moins une.',
        en: 'Each pantry is a small shop with one joint weekly order. We go from twelve to twenty, so that each county has at least one.',
      },
      stage: 'underway',
      objective: 'food',
      years: { from: 2027, to: 2030 },
      groups: ['supply'],
      partners: ['ecoxarxes', 'producers'],
      tags: [
        { ca: 'alimentació', es: 'alimentación', fr: 'alimentation', en: 'food' },
        { ca: 'bioregions', es: 'biorregiones', fr: 'biorégions', en: 'bioregions' },
      ],
      actions: [
        {
          title: {
            ca: 'Fer el mapa de comarques sense rebost',
            es: 'Hacer el mapa de comarcas sin despensa',
            fr: 'Faire la carte des comarques sans épicerie',
            en: 'Map the counties without a pantry',
          },
          done: true,
        },
        {
          title: {
            ca: 'Escriure la guia per obrir un rebost',
            es: 'Escribir la guía para abrir una despensa',
            fr: 'Écrire le guide pour ouvrir une épicerie',
            en: 'Write the guide to opening a pantry',
          },
          done: true,
        },
        {
          title: {
            ca: 'Obrir el rebost del Berguedà',
            es: 'Abrir la despensa del Berguedà',
            fr: 'Ouvrir l’épicerie du Berguedà',
            en: 'Open the Berguedà pantry',
          },
          due: '2027-10-01',
        },
        {
          title: {
            ca: 'Obrir el rebost de la Terra Alta',
            es: 'Abrir la despensa de la Terra Alta',
            fr: 'Ouvrir l’épicerie de la Terra Alta',
            en: 'Open the Terra Alta pantry',
          },
          due: '2028-04-15',
        },
      ],
      milestones: [
        {
          title: {
            ca: 'Quinze rebosts oberts',
            es: 'Quince despensas abiertas',
            fr: 'Quinze épiceries ouvertes',
            en: 'Fifteen pantries open',
          },
          date: '2028-12-31',
        },
      ],
      outputs: [
        {
          title: {
            ca: 'Xarxa de locals i cambres de fred',
            es: 'Red de locales y cámaras de frío',
            fr: 'Réseau de locaux et de chambres froides',
            en: 'Network of premises and cold rooms',
          },
          kind: 'tangible',
          licence: {
            ca: 'Propietat comunal',
            es: 'Propiedad comunal',
            fr: 'Propriété commune',
            en: 'Communal property',
          },
          stewardship: {
            ca: 'L’assemblea de cada rebost',
            es: 'La asamblea de cada despensa',
            fr: 'L’assemblée de chaque épicerie',
            en: 'The assembly of each pantry',
          },
        },
        {
          title: {
            ca: 'Guia per obrir un rebost',
            es: 'Guía para abrir una despensa',
            fr: 'Guide pour ouvrir une épicerie',
            en: 'Guide to opening a pantry',
          },
          kind: 'intangible',
          licence: { ca: 'CC BY-SA 4.0', es: 'CC BY-SA 4.0', fr: 'CC BY-SA 4.0', en: 'CC BY-SA 4.0' },
          stewardship: {
            ca: 'Central d’abastament',
            es: 'Central de abastecimiento',
            fr: 'Centrale d’approvisionnement',
            en: 'Supply centre',
          },
        },
      ],
      contributions: [
        {
          title: { ca: 'Cambres de fred', es: 'Cámaras de frío', fr: 'Chambres froides', en: 'Cold rooms' },
          amount: 24000,
          unit: 'EUR',
          year: 2027,
          status: 'promised',
          source: 'casx',
        },
        {
          title: { ca: 'Quotes en ecos', es: 'Cuotas en ecos', fr: 'Cotisations en écos', en: 'Dues in ecos' },
          amount: 9000,
          unit: 'ECO',
          year: 2027,
          status: 'received',
        },
        {
          title: { ca: 'Torns de rebost', es: 'Turnos de despensa', fr: 'Permanences d’épicerie', en: 'Pantry shifts' },
          amount: 1600,
          unit: 'HOUR',
          year: 2028,
          status: 'promised',
        },
      ],
    },
    {
      key: 'supplycentre',
      title: {
        ca: 'Central d’abastament amb transport propi',
        es: 'Central de abastecimiento con transporte propio',
        fr: 'Centrale d’approvisionnement avec son propre transport',
        en: 'Supply centre with its own transport',
      },
      summary: {
        ca: 'Un magatzem central i dues furgonetes per moure producte entre pagesia i rebosts, amb rutes que es decideixen cada trimestre.',
        es: 'Un almacén central y dos furgonetas para mover producto entre el campo y las despensas, con rutas que se deciden cada trimestre.',
        fr: 'Un entrepôt central et deux fourgonnettes pour les tournées entre fermes et épiceries, sur des itinéraires décidés chaque trimestre.',
        en: 'One central warehouse and two vans to move produce between farms and pantries, on routes decided every quarter.',
      },
      stage: 'agreed',
      objective: 'food',
      years: { from: 2027, to: 2029 },
      groups: ['supply', 'economic'],
      partners: ['producers', 'casx'],
      dependsOn: ['pantries'],
      tags: [
        { ca: 'alimentació', es: 'alimentación', fr: 'alimentation', en: 'food' },
        { ca: 'transport', es: 'transporte', fr: 'transport', en: 'transport' },
      ],
      actions: [
        {
          title: {
            ca: 'Pactar els preus de la temporada',
            es: 'Pactar los precios de la temporada',
            fr: 'Convenir des prix de la saison',
            en: 'Agree the prices of the season',
          },
          done: true,
        },
        {
          title: {
            ca: 'Comprar la segona furgoneta',
            es: 'Comprar la segunda furgoneta',
            fr: 'Acheter la deuxième fourgonnette',
            en: 'Buy the second van',
          },
          due: '2027-06-30',
        },
        {
          title: {
            ca: 'Publicar les rutes',
            es: 'Publicar las rutas',
            fr: 'Publier les itinéraires',
            en: 'Publish the routes',
          },
        },
      ],
      outputs: [
        {
          title: {
            ca: 'Magatzem i dues furgonetes',
            es: 'Almacén y dos furgonetas',
            fr: 'Entrepôt et deux fourgonnettes',
            en: 'Warehouse and two vans',
          },
          kind: 'tangible',
          licence: {
            ca: 'Propietat comunal',
            es: 'Propiedad comunal',
            fr: 'Propriété commune',
            en: 'Communal property',
          },
          stewardship: {
            ca: 'Central d’abastament',
            es: 'Central de abastecimiento',
            fr: 'Centrale d’approvisionnement',
            en: 'Supply centre',
          },
        },
      ],
      contributions: [
        {
          title: { ca: 'Segona furgoneta', es: 'Segunda furgoneta', fr: 'Deuxième fourgonnette', en: 'Second van' },
          amount: 18500,
          unit: 'EUR',
          year: 2027,
          status: 'applied',
          source: 'casx',
        },
        {
          title: { ca: 'Conducció', es: 'Conducción', fr: 'Conduite', en: 'Driving' },
          amount: 900,
          unit: 'HOUR',
          year: 2027,
          status: 'promised',
        },
      ],
    },
    {
      key: 'bakery',
      title: { ca: 'Forn de pa comunal', es: 'Horno de pan comunal', fr: 'Fournil commun', en: 'Communal bakery' },
      summary: {
        ca: 'Un forn de llenya en un local cedit, que fa pa amb blats antics per a sis rebosts i n’ensenya l’ofici.',
        es: 'Un horno de leña en un local cedido, que hace pan con trigos antiguos para seis despensas y enseña el oficio.',
        fr: 'Un four à bois dans un local prêté, qui fait du pain de blés anciens pour six épiceries et transmet le métier.',
        en: 'A wood oven in borrowed premises that bakes heritage wheat bread for six pantries and teaches the trade.',
      },
      stage: 'idea',
      objective: 'food',
      years: { from: 2028, to: 2029 },
      groups: ['supply'],
      partners: ['council'],
      tags: [{ ca: 'oficis', es: 'oficios', fr: 'métiers', en: 'crafts' }],
      actions: [
        {
          title: {
            ca: 'Trobar local amb sortida de fums',
            es: 'Encontrar un local con salida de humos',
            fr: 'Trouver un local avec une cheminée',
            en: 'Find premises with a chimney',
          },
        },
        {
          title: {
            ca: 'Parlar amb les pageses de blat',
            es: 'Hablar con las productoras de trigo',
            fr: 'Parler avec celles et ceux qui cultivent le blé',
            en: 'Talk with the wheat growers',
          },
        },
      ],
      outputs: [
        {
          title: { ca: 'Forn i obrador', es: 'Horno y obrador', fr: 'Four et fournil', en: 'Oven and workshop' },
          kind: 'tangible',
          licence: { ca: 'Cessió d’ús', es: 'Cesión de uso', fr: 'Droit d’usage', en: 'Right of use' },
          stewardship: {
            ca: 'L’assemblea del forn',
            es: 'La asamblea del horno',
            fr: 'L’assemblée du fournil',
            en: 'The bakery assembly',
          },
        },
      ],
      contributions: [
        {
          title: { ca: 'Obres', es: 'Obras', fr: 'Travaux', en: 'Building work' },
          amount: 12000,
          unit: 'EUR',
          year: 2028,
          status: 'sought',
        },
        {
          title: { ca: 'Obra voluntària', es: 'Obra voluntaria', fr: 'Chantiers bénévoles', en: 'Volunteer work' },
          amount: 400,
          unit: 'HOUR',
          year: 2028,
          status: 'sought',
        },
      ],
    },
    {
      key: 'landtrust',
      title: {
        ca: 'Cooperativa patrimonial de terres',
        es: 'Cooperativa patrimonial de tierras',
        fr: 'Coopérative foncière',
        en: 'Land-holding co-operative',
      },
      summary: {
        ca: 'Una entitat sense activitat econòmica que rep terra comprada entre totes o donada, i en cedeix l’ús a projectes agroecològics.',
        es: 'Una entidad sin actividad económica que recibe tierra comprada entre todas o donada, y cede su uso a proyectos agroecológicos.',
        fr: 'Une structure sans activité économique qui reçoit des terres achetées ensemble ou données, et en cède l’usage à des projets agroécologiques.',
        en: 'A body without economic activity that receives land bought together or donated, and grants its use to agro-ecological projects.',
      },
      stage: 'underway',
      objective: 'housing',
      years: { from: 2027, to: 2036 },
      groups: ['land', 'economic'],
      partners: ['producers'],
      tags: [{ ca: 'terra', es: 'tierra', fr: 'terre', en: 'land' }],
      actions: [
        {
          title: {
            ca: 'Revisar els estatuts',
            es: 'Revisar los estatutos',
            fr: 'Revoir les statuts',
            en: 'Review the statutes',
          },
          done: true,
        },
        {
          title: {
            ca: 'Rebre la finca de la Garrotxa',
            es: 'Recibir la finca de la Garrotxa',
            fr: 'Recevoir la ferme de la Garrotxa',
            en: 'Receive the farm in la Garrotxa',
          },
          due: '2027-09-15',
        },
        {
          title: {
            ca: 'Redactar el contracte d’ús',
            es: 'Redactar el contrato de uso',
            fr: 'Rédiger le contrat d’usage',
            en: 'Draft the contract of use',
          },
        },
      ],
      milestones: [
        {
          title: {
            ca: 'Cent hectàrees en comú',
            es: 'Cien hectáreas en común',
            fr: 'Cent hectares en commun',
            en: 'A hundred hectares in common',
          },
          date: '2032-12-31',
        },
      ],
      outputs: [
        {
          title: {
            ca: 'Cent hectàrees fora del mercat',
            es: 'Cien hectáreas fuera del mercado',
            fr: 'Cent hectares hors du marché',
            en: 'A hundred hectares off the market',
          },
          kind: 'tangible',
          licence: {
            ca: 'Propietat comunal, ús agroecològic',
            es: 'Propiedad comunal, uso agroecológico',
            fr: 'Propriété commune, usage agroécologique',
            en: 'Communal property, agro-ecological use',
          },
          stewardship: {
            ca: 'Cooperativa patrimonial',
            es: 'Cooperativa patrimonial',
            fr: 'Coopérative foncière',
            en: 'Land-holding co-operative',
          },
        },
        {
          title: {
            ca: 'Contracte tipus de cessió d’ús',
            es: 'Contrato tipo de cesión de uso',
            fr: 'Contrat type de droit d’usage',
            en: 'Model contract for rights of use',
          },
          kind: 'intangible',
          licence: { ca: 'CC0', es: 'CC0', fr: 'CC0', en: 'CC0' },
          stewardship: {
            ca: 'Comissió d’habitatge',
            es: 'Comisión de vivienda',
            fr: 'Commission habitat',
            en: 'Housing committee',
          },
        },
      ],
      contributions: [
        {
          title: {
            ca: 'Fons de compra de terra',
            es: 'Fondo de compra de tierra',
            fr: 'Fonds d’achat de terres',
            en: 'Land purchase fund',
          },
          amount: 60000,
          unit: 'EUR',
          year: 2028,
          status: 'sought',
        },
        {
          title: {
            ca: 'Fons de compra de terra',
            es: 'Fondo de compra de tierra',
            fr: 'Fonds d’achat de terres',
            en: 'Land purchase fund',
          },
          amount: 60000,
          unit: 'EUR',
          year: 2030,
          status: 'sought',
        },
      ],
    },
    {
      key: 'colony',
      title: {
        ca: 'Rehabilitar la colònia industrial',
        es: 'Rehabilitar la colonia industrial',
        fr: 'Réhabiliter la colonie industrielle',
        en: 'Restore the industrial colony',
      },
      summary: {
        ca: 'La colònia d’Anoia té vint-i-set habitatges i naus per a tallers. Acabem teulades, aigua i sanejament perquè s’hi pugui viure i treballar tot l’any.',
        es: 'La colonia del Anoia tiene veintisiete viviendas y naves para talleres. Acabamos tejados, agua y saneamiento para que se pueda vivir y trabajar todo el año.',
        fr: 'La colonie de l’Anoia compte vingt-sept logements et des halles pour des ateliers. Nous finissons toits, eau et assainissement pour qu’on puisse y vivre et y travailler toute l’année.',
        en: 'The colony on the Anoia has twenty-seven homes and halls for workshops. We finish roofs, water and drains so that people can live and work there all year.',
      },
      stage: 'agreed',
      objective: 'housing',
      years: { from: 2027, to: 2031 },
      groups: ['land', 'tech'],
      tags: [
        { ca: 'habitatge', es: 'vivienda', fr: 'habitat', en: 'housing' },
        { ca: 'tallers', es: 'talleres', fr: 'ateliers', en: 'workshops' },
      ],
      actions: [
        {
          title: {
            ca: 'Refer la teulada de la nau gran',
            es: 'Rehacer el tejado de la nave grande',
            fr: 'Refaire le toit de la grande halle',
            en: 'Rebuild the roof of the large hall',
          },
          done: true,
        },
        {
          title: {
            ca: 'Depuradora de plantes',
            es: 'Depuradora de plantas',
            fr: 'Épuration par les plantes',
            en: 'Reed-bed water treatment',
          },
          due: '2028-03-31',
        },
        {
          title: {
            ca: 'Aïllar deu habitatges',
            es: 'Aislar diez viviendas',
            fr: 'Isoler dix logements',
            en: 'Insulate ten homes',
          },
          due: '2029-10-31',
        },
      ],
      outputs: [
        {
          title: {
            ca: 'Vint-i-set habitatges d’ús',
            es: 'Veintisiete viviendas de uso',
            fr: 'Vingt-sept logements d’usage',
            en: 'Twenty-seven homes for use',
          },
          kind: 'tangible',
          licence: { ca: 'Cessió d’ús', es: 'Cesión de uso', fr: 'Droit d’usage', en: 'Right of use' },
          stewardship: {
            ca: 'L’assemblea de la colònia',
            es: 'La asamblea de la colonia',
            fr: 'L’assemblée de la colonie',
            en: 'The colony assembly',
          },
        },
        {
          title: {
            ca: 'Plànols de la depuradora',
            es: 'Planos de la depuradora',
            fr: 'Plans de la station d’épuration',
            en: 'Plans of the water treatment',
          },
          kind: 'intangible',
          licence: { ca: 'CERN-OHL-S', es: 'CERN-OHL-S', fr: 'CERN-OHL-S', en: 'CERN-OHL-S' },
          stewardship: {
            ca: 'Ciència, tècnica i tecnologia',
            es: 'Ciencia, técnica y tecnología',
            fr: 'Sciences, techniques et technologie',
            en: 'Science, technique and technology',
          },
        },
      ],
      contributions: [
        {
          title: { ca: 'Materials', es: 'Materiales', fr: 'Matériaux', en: 'Materials' },
          amount: 40000,
          unit: 'EUR',
          year: 2028,
          status: 'promised',
        },
        {
          title: { ca: 'Jornades de treball', es: 'Jornadas de trabajo', fr: 'Journées de travail', en: 'Work days' },
          amount: 3200,
          unit: 'HOUR',
          year: 2028,
          status: 'promised',
        },
      ],
    },
    {
      key: 'currency',
      title: {
        ca: 'Moneda social amb saldos sans',
        es: 'Moneda social con saldos sanos',
        fr: 'Monnaie sociale aux soldes sains',
        en: 'Social currency with healthy balances',
      },
      summary: {
        ca: 'Més de dos mil comptes d’ecos ja fan crèdit mutu. Acompanyem qui s’allunya massa del zero i fem fàcil trobar qui ofereix què.',
        es: 'Más de dos mil cuentas de ecos ya se dan crédito mutuo. Acompañamos a quien se aleja demasiado del cero y hacemos fácil encontrar quién ofrece qué.',
        fr: 'Plus de deux mille comptes en écos se font déjà crédit mutuel. Nous accompagnons qui s’éloigne trop de zéro et aidons à trouver qui propose quoi.',
        en: 'More than two thousand eco accounts already give mutual credit. We accompany those who drift far from zero and make it easy to find who offers what.',
      },
      stage: 'underway',
      objective: 'economy',
      years: { from: 2027, to: 2033 },
      groups: ['economic', 'welcome'],
      partners: ['ecoxarxes'],
      tags: [{ ca: 'ecos', es: 'ecos', fr: 'écos', en: 'ecos' }],
      actions: [
        {
          title: {
            ca: 'Trucar als comptes aturats',
            es: 'Llamar a las cuentas paradas',
            fr: 'Appeler les comptes inactifs',
            en: 'Call the idle accounts',
          },
          done: true,
        },
        {
          title: {
            ca: 'Catàleg d’ofertes imprès',
            es: 'Catálogo de ofertas impreso',
            fr: 'Catalogue d’offres imprimé',
            en: 'Printed catalogue of offers',
          },
          due: '2027-05-01',
        },
      ],
      milestones: [
        {
          title: {
            ca: 'Quatre mil comptes actius',
            es: 'Cuatro mil cuentas activas',
            fr: 'Quatre mille comptes actifs',
            en: 'Four thousand active accounts',
          },
          date: '2031-06-30',
        },
      ],
      outputs: [
        {
          title: {
            ca: 'Crèdit mutu sense interès',
            es: 'Crédito mutuo sin interés',
            fr: 'Crédit mutuel sans intérêt',
            en: 'Mutual credit without interest',
          },
          kind: 'intangible',
          licence: { ca: 'Regles obertes', es: 'Reglas abiertas', fr: 'Règles ouvertes', en: 'Open rules' },
          stewardship: {
            ca: 'Comissió de moneda social',
            es: 'Comisión de moneda social',
            fr: 'Commission monnaie sociale',
            en: 'Social currency committee',
          },
        },
      ],
      contributions: [
        {
          title: { ca: 'Acompanyament', es: 'Acompañamiento', fr: 'Accompagnement', en: 'Companionship' },
          amount: 12000,
          unit: 'ECO',
          year: 2027,
          status: 'promised',
        },
      ],
    },
    {
      key: 'selffinance',
      title: {
        ca: 'Fons comú sense interès',
        es: 'Fondo común sin interés',
        fr: 'Fonds commun sans intérêt',
        en: 'Common fund without interest',
      },
      summary: {
        ca: 'Ampliar els dipòsits de la cooperativa d’autofinançament i decidir dos cops l’any quins projectes reben préstec.',
        es: 'Ampliar los depósitos de la cooperativa de autofinanciación y decidir dos veces al año qué proyectos reciben préstamo.',
        fr: 'Accroître les dépôts de la coopérative d’autofinancement et décider deux fois par an quels projets reçoivent un prêt.',
        en: 'Grow the deposits of the self-financing co-operative and decide twice a year which projects receive a loan.',
      },
      stage: 'proposed',
      objective: 'economy',
      years: { from: 2027, to: 2036 },
      groups: ['economic'],
      partners: ['casx'],
      tags: [{ ca: 'finançament', es: 'financiación', fr: 'financement', en: 'funding' }],
      actions: [
        {
          title: {
            ca: 'Publicar els criteris de préstec',
            es: 'Publicar los criterios de préstamo',
            fr: 'Publier les critères de prêt',
            en: 'Publish the criteria for loans',
          },
        },
        {
          title: {
            ca: 'Primera ronda de préstecs',
            es: 'Primera ronda de préstamos',
            fr: 'Première série de prêts',
            en: 'First round of loans',
          },
          due: '2028-02-01',
        },
      ],
      outputs: [
        {
          title: { ca: 'Fons rotatori', es: 'Fondo rotatorio', fr: 'Fonds renouvelable', en: 'Revolving fund' },
          kind: 'tangible',
          licence: {
            ca: 'Propietat comunal',
            es: 'Propiedad comunal',
            fr: 'Propriété commune',
            en: 'Communal property',
          },
          stewardship: {
            ca: 'Assemblea de dipositants',
            es: 'Asamblea de depositantes',
            fr: 'Assemblée des déposants',
            en: 'Assembly of depositors',
          },
        },
      ],
      contributions: [
        {
          title: { ca: 'Dipòsits nous', es: 'Depósitos nuevos', fr: 'Nouveaux dépôts', en: 'New deposits' },
          amount: 80000,
          unit: 'EUR',
          year: 2028,
          status: 'sought',
        },
      ],
    },
    {
      key: 'workshop',
      title: {
        ca: 'Tallers compartits de màquines',
        es: 'Talleres compartidos de máquinas',
        fr: 'Ateliers de machines partagés',
        en: 'Shared machine workshops',
      },
      summary: {
        ca: 'Fusteria, soldadura i ceràmica en un espai obert. Qui hi treballa aporta hores de manteniment i ensenya a qui ve darrere.',
        es: 'Carpintería, soldadura y cerámica en un espacio abierto. Quien trabaja en él aporta horas de mantenimiento y enseña a quien viene detrás.',
        fr: 'Menuiserie, soudure et céramique dans un lieu ouvert. Qui y travaille donne des heures d’entretien et transmet à qui vient ensuite.',
        en: 'Woodwork, welding and ceramics in an open space. Those who work there give hours of upkeep and teach those who come next.',
      },
      stage: 'done',
      objective: 'economy',
      years: { from: 2027, to: 2028 },
      groups: ['tech'],
      tags: [
        { ca: 'tallers', es: 'talleres', fr: 'ateliers', en: 'workshops' },
        { ca: 'oficis', es: 'oficios', fr: 'métiers', en: 'crafts' },
      ],
      actions: [
        {
          title: {
            ca: 'Inventari d’eines',
            es: 'Inventario de herramientas',
            fr: 'Inventaire des outils',
            en: 'Inventory of tools',
          },
          done: true,
        },
        {
          title: { ca: 'Normes de seguretat', es: 'Normas de seguridad', fr: 'Règles de sécurité', en: 'Safety rules' },
          done: true,
        },
      ],
      outputs: [
        {
          title: {
            ca: 'Maquinària compartida',
            es: 'Maquinaria compartida',
            fr: 'Machines partagées',
            en: 'Shared machinery',
          },
          kind: 'tangible',
          licence: { ca: 'Ús amb torns', es: 'Uso por turnos', fr: 'Usage à tour de rôle', en: 'Use by turns' },
          stewardship: {
            ca: 'L’assemblea del taller',
            es: 'La asamblea del taller',
            fr: 'L’assemblée de l’atelier',
            en: 'The workshop assembly',
          },
        },
      ],
      contributions: [
        {
          title: { ca: 'Manteniment', es: 'Mantenimiento', fr: 'Entretien', en: 'Upkeep' },
          amount: 700,
          unit: 'HOUR',
          year: 2027,
          status: 'received',
        },
      ],
    },
    {
      key: 'openmachines',
      title: {
        ca: 'Màquines agrícoles obertes',
        es: 'Máquinas agrícolas abiertas',
        fr: 'Machines agricoles ouvertes',
        en: 'Open farm machines',
      },
      summary: {
        ca: 'Dissenyar amb la pagesia tres màquines que es puguin construir i reparar a comarca, i publicar-ne els plànols.',
        es: 'Diseñar con quien trabaja la tierra tres máquinas que se puedan construir y reparar en la comarca, y publicar los planos.',
        fr: 'Concevoir avec les fermes trois machines que l’on peut construire et réparer au pays, et en publier les plans.',
        en: 'Design, with the farmers, three machines that can be built and repaired in the county, and publish the plans.',
      },
      stage: 'proposed',
      objective: 'knowledge',
      years: { from: 2028, to: 2031 },
      groups: ['tech'],
      partners: ['producers', 'p2pf'],
      dependsOn: ['workshop'],
      tags: [
        { ca: 'maquinari lliure', es: 'hardware libre', fr: 'matériel libre', en: 'open hardware' },
        { ca: 'alimentació', es: 'alimentación', fr: 'alimentation', en: 'food' },
      ],
      actions: [
        {
          title: {
            ca: 'Triar les tres màquines amb la pagesia',
            es: 'Elegir las tres máquinas con las productoras',
            fr: 'Choisir les trois machines avec les fermes',
            en: 'Choose the three machines with the farmers',
          },
        },
        {
          title: {
            ca: 'Primer prototip de desherbadora',
            es: 'Primer prototipo de desherbadora',
            fr: 'Premier prototype de désherbeuse',
            en: 'First prototype of the weeder',
          },
          due: '2029-03-01',
        },
      ],
      outputs: [
        {
          title: {
            ca: 'Tres dissenys documentats',
            es: 'Tres diseños documentados',
            fr: 'Trois conceptions documentées',
            en: 'Three documented designs',
          },
          kind: 'intangible',
          licence: { ca: 'CERN-OHL-S', es: 'CERN-OHL-S', fr: 'CERN-OHL-S', en: 'CERN-OHL-S' },
          stewardship: {
            ca: 'Ciència, tècnica i tecnologia',
            es: 'Ciencia, técnica y tecnología',
            fr: 'Sciences, techniques et technologie',
            en: 'Science, technique and technology',
          },
        },
        {
          title: {
            ca: 'Prototips en ús',
            es: 'Prototipos en uso',
            fr: 'Prototypes en service',
            en: 'Prototypes in use',
          },
          kind: 'tangible',
          licence: {
            ca: 'Préstec entre finques',
            es: 'Préstamo entre fincas',
            fr: 'Prêt entre fermes',
            en: 'Lent between farms',
          },
          stewardship: {
            ca: 'Pagesia agroecològica',
            es: 'Productoras agroecológicas',
            fr: 'Paysannes et paysans agroécologiques',
            en: 'Agro-ecological farmers',
          },
        },
      ],
      contributions: [
        {
          title: { ca: 'Peces i acer', es: 'Piezas y acero', fr: 'Pièces et acier', en: 'Parts and steel' },
          amount: 9500,
          unit: 'EUR',
          year: 2029,
          status: 'sought',
        },
        {
          title: { ca: 'Disseny', es: 'Diseño', fr: 'Conception', en: 'Design' },
          amount: 5000,
          unit: 'ECO',
          year: 2029,
          status: 'sought',
        },
      ],
    },
    {
      key: 'archive',
      title: {
        ca: 'Arxiu obert de la cooperativa',
        es: 'Archivo abierto de la cooperativa',
        fr: 'Archives ouvertes de la coopérative',
        en: 'Open archive of the co-operative',
      },
      summary: {
        ca: 'Actes, guies, contractes i errors de més de quinze anys, ordenats i traduïts perquè altres territoris no comencin de zero.',
        es: 'Actas, guías, contratos y errores de más de quince años, ordenados y traducidos para que otros territorios no empiecen de cero.',
        fr: 'Comptes rendus, guides, contrats et erreurs de plus de quinze ans, triés et traduits pour que d’autres territoires ne partent pas de zéro.',
        en: 'Minutes, guides, contracts and mistakes of more than fifteen years, sorted and translated so that other places need not start from zero.',
      },
      stage: 'idea',
      objective: 'knowledge',
      years: { from: 2028, to: 2030 },
      groups: ['welcome', 'tech'],
      partners: ['p2pf'],
      tags: [{ ca: 'arxiu', es: 'archivo', fr: 'archives', en: 'archive' }],
      actions: [
        {
          title: {
            ca: 'Recollir les actes disperses',
            es: 'Recoger las actas dispersas',
            fr: 'Rassembler les comptes rendus dispersés',
            en: 'Gather the scattered minutes',
          },
        },
        {
          title: {
            ca: 'Decidir què es publica',
            es: 'Decidir qué se publica',
            fr: 'Décider de ce qui est publié',
            en: 'Decide what is published',
          },
        },
      ],
      outputs: [
        {
          title: {
            ca: 'Arxiu en quatre llengües',
            es: 'Archivo en cuatro lenguas',
            fr: 'Archives en quatre langues',
            en: 'Archive in four languages',
          },
          kind: 'intangible',
          licence: { ca: 'CC BY-SA 4.0', es: 'CC BY-SA 4.0', fr: 'CC BY-SA 4.0', en: 'CC BY-SA 4.0' },
          stewardship: {
            ca: 'Acollida i comunicació',
            es: 'Acogida y comunicación',
            fr: 'Accueil et communication',
            en: 'Welcome and communication',
          },
        },
      ],
      contributions: [
        {
          title: { ca: 'Traducció', es: 'Traducción', fr: 'Traduction', en: 'Translation' },
          amount: 350,
          unit: 'HOUR',
          year: 2028,
          status: 'sought',
        },
      ],
    },
    {
      key: 'healthnodes',
      title: {
        ca: 'Nuclis de salut a cada bioregió',
        es: 'Núcleos de salud en cada biorregión',
        fr: 'Des groupes de santé dans chaque biorégion',
        en: 'Health groups in every bioregion',
      },
      summary: {
        ca: 'Espais on algú escolta, acompanya i orienta, amb una caixa comuna per a tractaments i un codi de cures compartit.',
        es: 'Espacios donde alguien escucha, acompaña y orienta, con una caja común para tratamientos y un código de cuidados compartido.',
        fr: 'Des lieux où quelqu’un écoute, accompagne et oriente, avec une caisse commune pour les soins et un code de soin partagé.',
        en: 'Places where someone listens, accompanies and guides, with a common purse for treatments and a shared code of care.',
      },
      stage: 'agreed',
      objective: 'care',
      years: { from: 2027, to: 2032 },
      groups: ['health'],
      partners: ['ecoxarxes', 'council'],
      tags: [{ ca: 'salut', es: 'salud', fr: 'santé', en: 'health' }],
      actions: [
        {
          title: {
            ca: 'Formació d’acompanyants',
            es: 'Formación de acompañantes',
            fr: 'Formation à l’accompagnement',
            en: 'Training of companions',
          },
          due: '2027-11-15',
        },
        {
          title: {
            ca: 'Escriure el codi de cures',
            es: 'Escribir el código de cuidados',
            fr: 'Écrire le code de soin',
            en: 'Write the code of care',
          },
          done: true,
        },
      ],
      outputs: [
        {
          title: { ca: 'Codi de cures', es: 'Código de cuidados', fr: 'Code de soin', en: 'Code of care' },
          kind: 'intangible',
          licence: { ca: 'CC BY-SA 4.0', es: 'CC BY-SA 4.0', fr: 'CC BY-SA 4.0', en: 'CC BY-SA 4.0' },
          stewardship: { ca: 'Oficina de salut', es: 'Oficina de salud', fr: 'Bureau de santé', en: 'Health office' },
        },
        {
          title: {
            ca: 'Quatre espais de salut',
            es: 'Cuatro espacios de salud',
            fr: 'Quatre lieux de santé',
            en: 'Four health spaces',
          },
          kind: 'tangible',
          licence: { ca: 'Cessió d’ús', es: 'Cesión de uso', fr: 'Droit d’usage', en: 'Right of use' },
          stewardship: {
            ca: 'L’assemblea de cada nucli',
            es: 'La asamblea de cada núcleo',
            fr: 'L’assemblée de chaque groupe',
            en: 'The assembly of each group',
          },
        },
      ],
      contributions: [
        {
          title: {
            ca: 'Caixa comuna de salut',
            es: 'Caja común de salud',
            fr: 'Caisse commune de santé',
            en: 'Common health purse',
          },
          amount: 15000,
          unit: 'EUR',
          year: 2028,
          status: 'promised',
        },
        {
          title: { ca: 'Acompanyament', es: 'Acompañamiento', fr: 'Accompagnement', en: 'Companionship' },
          amount: 6000,
          unit: 'ECO',
          year: 2028,
          status: 'promised',
        },
      ],
    },
    {
      key: 'assemblies',
      title: {
        ca: 'Assemblees que cuiden',
        es: 'Asambleas que cuidan',
        fr: 'Des assemblées qui prennent soin',
        en: 'Assemblies that take care',
      },
      summary: {
        ca: 'Ordre del dia amb temps, rols rotatius i una acta curta el mateix dia, perquè decidir no cremi qui sosté el procés.',
        es: 'Orden del día con tiempos, roles rotativos y un acta corta el mismo día, para que decidir no queme a quien sostiene el proceso.',
        fr: 'Un ordre du jour minuté, des rôles tournants et un bref compte rendu le jour même, pour que décider n’épuise pas qui porte la démarche.',
        en: 'A timed agenda, rotating roles and short minutes the same day, so that deciding does not burn out those who sustain the process.',
      },
      stage: 'proposed',
      objective: 'care',
      years: { from: 2027, to: 2028 },
      groups: ['welcome'],
      partners: ['p2pf'],
      tags: [{ ca: 'governança', es: 'gobernanza', fr: 'gouvernance', en: 'governance' }],
      actions: [
        {
          title: {
            ca: 'Provar rols rotatius tres mesos',
            es: 'Probar roles rotativos tres meses',
            fr: 'Essayer les rôles tournants pendant trois mois',
            en: 'Try rotating roles for three months',
          },
        },
        {
          title: {
            ca: 'Fer-ne una guia de quatre pàgines',
            es: 'Hacer de ello una guía de cuatro páginas',
            fr: 'En faire un guide de quatre pages',
            en: 'Make a four-page guide of it',
          },
        },
      ],
      outputs: [
        {
          title: {
            ca: 'Guia de facilitació',
            es: 'Guía de facilitación',
            fr: 'Guide d’animation',
            en: 'Facilitation guide',
          },
          kind: 'intangible',
          licence: { ca: 'CC BY-SA 4.0', es: 'CC BY-SA 4.0', fr: 'CC BY-SA 4.0', en: 'CC BY-SA 4.0' },
          stewardship: {
            ca: 'Acollida i comunicació',
            es: 'Acogida y comunicación',
            fr: 'Accueil et communication',
            en: 'Welcome and communication',
          },
        },
      ],
      contributions: [
        {
          title: { ca: 'Facilitació', es: 'Facilitación', fr: 'Animation', en: 'Facilitation' },
          amount: 240,
          unit: 'HOUR',
          year: 2027,
          status: 'promised',
        },
      ],
    },
  ],
}
