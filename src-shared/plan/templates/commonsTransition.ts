import type { PlanTemplate } from './templateShape.ts'

/**
 * The sample plan: a commons transition in Catalonia, imagined from the public facts of the Catalan Integral Cooperative
 * (eco-networks, supply centre, AureaSocial, Calafou, MaCUS, social currency, assemblies by consensus). Sentences, dates
 * and amounts are ours and only an example. Whole because it is one table of data.
 */
export const commonsTransition: PlanTemplate = {
  title: {
    ca: 'Pla de transició cap al procomú 2027–2036',
    en: 'Commons transition plan 2027–2036',
  },
  horizon: { from: 2027, to: 2036 },
  vision: {
    ca: 'D’aquí a deu anys, qui vulgui viure del suport mutu ho pot fer a qualsevol comarca: menjar, sostre, salut, eines i crèdit es produeixen i es cuiden en comú.\n\nNo esperem un estat soci. Construïm institucions pròpies, petites i federades, que decideixen en assemblea i comparteixen obertament tot el que aprenen.',
    en: 'Ten years from now, anyone who wants to live by mutual aid can do so in any county: food, housing, health, tools and credit are produced and cared for in common.\n\nWe do not wait for a partner state. We build institutions of our own, small and federated, that decide in assembly and openly share everything they learn.',
  },
  principles: {
    ca: 'Decidim per consens, en assemblees obertes des del primer dia.\nEl que afecta un sol projecte ho decideix aquell projecte.\nEls ecos no es canvien mai per euros i cap préstec no porta interès.\nEl que es paga en comú queda en comú: terra, màquines, codi i coneixement.\nTot acord es pot revocar.',
    en: 'We decide by consensus, in assemblies open from the first day.\nWhat concerns one project alone is decided by that project.\nEcos are never changed into euros, and no loan bears interest.\nWhat is paid for in common stays common: land, machines, code and knowledge.\nEvery agreement can be revoked.',
  },
  objectives: [
    {
      key: 'food',
      title: { ca: 'Sobirania alimentària', en: 'Food sovereignty' },
      intent: {
        ca: 'Que el menjar de cada dia vingui de prop, a preu just per a qui el fa i per a qui el menja.',
        en: 'Everyday food comes from nearby, at a price fair to those who grow it and those who eat it.',
      },
    },
    {
      key: 'housing',
      title: { ca: 'Terra i habitatge en comú', en: 'Land and housing in common' },
      intent: {
        ca: 'Treure terra i cases del mercat i posar-les en propietat comunal, d’ús i no de negoci.',
        en: 'Take land and homes off the market and hold them in communal ownership, for use and not for profit.',
      },
    },
    {
      key: 'economy',
      title: { ca: 'Economia pròpia', en: 'An economy of our own' },
      intent: {
        ca: 'Moneda social, finançament sense interès i eines compartides per deixar de dependre de la banca.',
        en: 'Social currency, finance without interest and shared tools, so as to stop depending on banks.',
      },
    },
    {
      key: 'knowledge',
      title: { ca: 'Coneixement lliure', en: 'Free knowledge' },
      intent: {
        ca: 'Documentar i compartir el que sabem fer, i connectar el treball d’aquí amb el procomú global.',
        en: 'Document and share what we know how to do, and connect the work done here with the global commons.',
      },
    },
    {
      key: 'care',
      title: { ca: 'Salut, cures i governança', en: 'Health, care and governance' },
      intent: {
        ca: 'Una salut que s’acompanya, i unes assemblees que cuiden les persones que les sostenen.',
        en: 'Health that is accompanied, and assemblies that take care of the people who sustain them.',
      },
    },
  ],
  groups: [
    {
      key: 'supply',
      name: { ca: 'Central d’abastament', en: 'Supply centre' },
      purpose: {
        ca: 'Compra, transport i repartiment entre rebosts.',
        en: 'Buying, transport and delivery between pantries.',
      },
    },
    {
      key: 'land',
      name: { ca: 'Comissió d’habitatge', en: 'Housing committee' },
      purpose: {
        ca: 'Acompanya les compres col·lectives i la masoveria.',
        en: 'Accompanies collective purchases and rural tenancies.',
      },
    },
    {
      key: 'economic',
      name: { ca: 'Gestió econòmica', en: 'Economic management' },
      purpose: {
        ca: 'Comptes en euros i en ecos, pressupost comú.',
        en: 'Accounts in euros and ecos, the common budget.',
      },
    },
    {
      key: 'tech',
      name: { ca: 'Ciència, tècnica i tecnologia', en: 'Science, technique and technology' },
      purpose: {
        ca: 'Màquines obertes i programari lliure per als projectes.',
        en: 'Open machines and free software for the projects.',
      },
    },
    {
      key: 'health',
      name: { ca: 'Oficina de salut', en: 'Health office' },
      purpose: {
        ca: 'Xarxa de nuclis de salut i acompanyament.',
        en: 'A network of health and companionship groups.',
      },
    },
    {
      key: 'welcome',
      name: { ca: 'Acollida i comunicació', en: 'Welcome and communication' },
      purpose: {
        ca: 'Rep la gent nova i explica què fem.',
        en: 'Receives newcomers and tells what we do.',
      },
    },
  ],
  partners: [
    {
      key: 'p2pf',
      name: { ca: 'P2P Foundation', en: 'P2P Foundation' },
      role: 'ally',
      note: {
        ca: 'Investiga amb nosaltres el full de ruta de la transició.',
        en: 'Researches the roadmap of the transition with us.',
      },
    },
    {
      key: 'ecoxarxes',
      name: { ca: 'Ecoxarxes de Catalunya', en: 'Eco-networks of Catalonia' },
      role: 'ally',
      note: {
        ca: 'Mercats, rebosts i moneda social a cada bioregió.',
        en: 'Markets, pantries and social currency in each bioregion.',
      },
    },
    {
      key: 'producers',
      name: { ca: 'Pagesia agroecològica', en: 'Agro-ecological farmers' },
      role: 'supplier',
      note: {
        ca: 'Una quarantena de productores amb preus pactats cada any.',
        en: 'Some forty growers, with prices agreed every year.',
      },
    },
    {
      key: 'casx',
      name: { ca: 'Cooperativa d’autofinançament en xarxa', en: 'Networked self-financing co-operative' },
      role: 'funder',
      note: {
        ca: 'Dipòsits i préstecs sense interès, decidits en assemblea.',
        en: 'Deposits and loans without interest, decided in assembly.',
      },
    },
    {
      key: 'council',
      name: { ca: 'Ajuntaments rurals', en: 'Rural town councils' },
      role: 'public',
      note: {
        ca: 'Cedeixen locals buits; sense subvencions condicionades.',
        en: 'Lend empty premises; no grants with strings attached.',
      },
    },
  ],
  projects: [
    {
      key: 'pantries',
      title: { ca: 'Vint rebosts comarcals', en: 'Twenty county pantries' },
      summary: {
        ca: 'Cada rebost és un local petit amb una compra conjunta setmanal. Arribem de dotze a vint, i cada comarca en té almenys un.',
        en: 'Each pantry is a small shop with one joint weekly order. We go from twelve to twenty, so that each county has at least one.',
      },
      stage: 'underway',
      objective: 'food',
      years: { from: 2027, to: 2030 },
      groups: ['supply'],
      partners: ['ecoxarxes', 'producers'],
      tags: [
        { ca: 'alimentació', en: 'food' },
        { ca: 'bioregions', en: 'bioregions' },
      ],
      actions: [
        { title: { ca: 'Fer el mapa de comarques sense rebost', en: 'Map the counties without a pantry' }, done: true },
        {
          title: { ca: 'Escriure la guia per obrir un rebost', en: 'Write the guide to opening a pantry' },
          done: true,
        },
        { title: { ca: 'Obrir el rebost del Berguedà', en: 'Open the Berguedà pantry' }, due: '2027-10-01' },
        { title: { ca: 'Obrir el rebost de la Terra Alta', en: 'Open the Terra Alta pantry' }, due: '2028-04-15' },
      ],
      milestones: [{ title: { ca: 'Quinze rebosts oberts', en: 'Fifteen pantries open' }, date: '2028-12-31' }],
      outputs: [
        {
          title: { ca: 'Xarxa de locals i cambres de fred', en: 'Network of premises and cold rooms' },
          kind: 'tangible',
          licence: { ca: 'Propietat comunal', en: 'Communal property' },
          stewardship: { ca: 'L’assemblea de cada rebost', en: 'The assembly of each pantry' },
        },
        {
          title: { ca: 'Guia per obrir un rebost', en: 'Guide to opening a pantry' },
          kind: 'intangible',
          licence: { ca: 'CC BY-SA 4.0', en: 'CC BY-SA 4.0' },
          stewardship: { ca: 'Central d’abastament', en: 'Supply centre' },
        },
      ],
      contributions: [
        {
          title: { ca: 'Cambres de fred', en: 'Cold rooms' },
          amount: 24000,
          unit: 'EUR',
          year: 2027,
          status: 'promised',
          source: 'casx',
        },
        {
          title: { ca: 'Quotes en ecos', en: 'Dues in ecos' },
          amount: 9000,
          unit: 'ECO',
          year: 2027,
          status: 'received',
        },
        {
          title: { ca: 'Torns de rebost', en: 'Pantry shifts' },
          amount: 1600,
          unit: 'HOUR',
          year: 2028,
          status: 'promised',
        },
      ],
    },
    {
      key: 'supplycentre',
      title: { ca: 'Central d’abastament amb transport propi', en: 'Supply centre with its own transport' },
      summary: {
        ca: 'Un magatzem central i dues furgonetes per moure producte entre pagesia i rebosts, amb rutes que es decideixen cada trimestre.',
        en: 'One central warehouse and two vans to move produce between farms and pantries, on routes decided every quarter.',
      },
      stage: 'agreed',
      objective: 'food',
      years: { from: 2027, to: 2029 },
      groups: ['supply', 'economic'],
      partners: ['producers', 'casx'],
      dependsOn: ['pantries'],
      tags: [
        { ca: 'alimentació', en: 'food' },
        { ca: 'transport', en: 'transport' },
      ],
      actions: [
        { title: { ca: 'Pactar els preus de la temporada', en: 'Agree the prices of the season' }, done: true },
        { title: { ca: 'Comprar la segona furgoneta', en: 'Buy the second van' }, due: '2027-06-30' },
        { title: { ca: 'Publicar les rutes', en: 'Publish the routes' } },
      ],
      outputs: [
        {
          title: { ca: 'Magatzem i dues furgonetes', en: 'Warehouse and two vans' },
          kind: 'tangible',
          licence: { ca: 'Propietat comunal', en: 'Communal property' },
          stewardship: { ca: 'Central d’abastament', en: 'Supply centre' },
        },
      ],
      contributions: [
        {
          title: { ca: 'Segona furgoneta', en: 'Second van' },
          amount: 18500,
          unit: 'EUR',
          year: 2027,
          status: 'applied',
          source: 'casx',
        },
        { title: { ca: 'Conducció', en: 'Driving' }, amount: 900, unit: 'HOUR', year: 2027, status: 'promised' },
      ],
    },
    {
      key: 'bakery',
      title: { ca: 'Forn de pa comunal', en: 'Communal bakery' },
      summary: {
        ca: 'Un forn de llenya en un local cedit, que fa pa amb blats antics per a sis rebosts i n’ensenya l’ofici.',
        en: 'A wood oven in borrowed premises that bakes heritage wheat bread for six pantries and teaches the trade.',
      },
      stage: 'idea',
      objective: 'food',
      years: { from: 2028, to: 2029 },
      groups: ['supply'],
      partners: ['council'],
      tags: [{ ca: 'oficis', en: 'crafts' }],
      actions: [
        { title: { ca: 'Trobar local amb sortida de fums', en: 'Find premises with a chimney' } },
        { title: { ca: 'Parlar amb les pageses de blat', en: 'Talk with the wheat growers' } },
      ],
      outputs: [
        {
          title: { ca: 'Forn i obrador', en: 'Oven and workshop' },
          kind: 'tangible',
          licence: { ca: 'Cessió d’ús', en: 'Right of use' },
          stewardship: { ca: 'L’assemblea del forn', en: 'The bakery assembly' },
        },
      ],
      contributions: [
        { title: { ca: 'Obres', en: 'Building work' }, amount: 12000, unit: 'EUR', year: 2028, status: 'sought' },
        {
          title: { ca: 'Obra voluntària', en: 'Volunteer work' },
          amount: 400,
          unit: 'HOUR',
          year: 2028,
          status: 'sought',
        },
      ],
    },
    {
      key: 'landtrust',
      title: { ca: 'Cooperativa patrimonial de terres', en: 'Land-holding co-operative' },
      summary: {
        ca: 'Una entitat sense activitat econòmica que rep terra comprada entre totes o donada, i en cedeix l’ús a projectes agroecològics.',
        en: 'A body without economic activity that receives land bought together or donated, and grants its use to agro-ecological projects.',
      },
      stage: 'underway',
      objective: 'housing',
      years: { from: 2027, to: 2036 },
      groups: ['land', 'economic'],
      partners: ['producers'],
      tags: [{ ca: 'terra', en: 'land' }],
      actions: [
        { title: { ca: 'Revisar els estatuts', en: 'Review the statutes' }, done: true },
        { title: { ca: 'Rebre la finca de la Garrotxa', en: 'Receive the farm in la Garrotxa' }, due: '2027-09-15' },
        { title: { ca: 'Redactar el contracte d’ús', en: 'Draft the contract of use' } },
      ],
      milestones: [{ title: { ca: 'Cent hectàrees en comú', en: 'A hundred hectares in common' }, date: '2032-12-31' }],
      outputs: [
        {
          title: { ca: 'Cent hectàrees fora del mercat', en: 'A hundred hectares off the market' },
          kind: 'tangible',
          licence: { ca: 'Propietat comunal, ús agroecològic', en: 'Communal property, agro-ecological use' },
          stewardship: { ca: 'Cooperativa patrimonial', en: 'Land-holding co-operative' },
        },
        {
          title: { ca: 'Contracte tipus de cessió d’ús', en: 'Model contract for rights of use' },
          kind: 'intangible',
          licence: { ca: 'CC0', en: 'CC0' },
          stewardship: { ca: 'Comissió d’habitatge', en: 'Housing committee' },
        },
      ],
      contributions: [
        {
          title: { ca: 'Fons de compra de terra', en: 'Land purchase fund' },
          amount: 60000,
          unit: 'EUR',
          year: 2028,
          status: 'sought',
        },
        {
          title: { ca: 'Fons de compra de terra', en: 'Land purchase fund' },
          amount: 60000,
          unit: 'EUR',
          year: 2030,
          status: 'sought',
        },
      ],
    },
    {
      key: 'colony',
      title: { ca: 'Rehabilitar la colònia industrial', en: 'Restore the industrial colony' },
      summary: {
        ca: 'La colònia d’Anoia té vint-i-set habitatges i naus per a tallers. Acabem teulades, aigua i sanejament perquè s’hi pugui viure i treballar tot l’any.',
        en: 'The colony on the Anoia has twenty-seven homes and halls for workshops. We finish roofs, water and drains so that people can live and work there all year.',
      },
      stage: 'agreed',
      objective: 'housing',
      years: { from: 2027, to: 2031 },
      groups: ['land', 'tech'],
      tags: [
        { ca: 'habitatge', en: 'housing' },
        { ca: 'tallers', en: 'workshops' },
      ],
      actions: [
        { title: { ca: 'Refer la teulada de la nau gran', en: 'Rebuild the roof of the large hall' }, done: true },
        { title: { ca: 'Depuradora de plantes', en: 'Reed-bed water treatment' }, due: '2028-03-31' },
        { title: { ca: 'Aïllar deu habitatges', en: 'Insulate ten homes' }, due: '2029-10-31' },
      ],
      outputs: [
        {
          title: { ca: 'Vint-i-set habitatges d’ús', en: 'Twenty-seven homes for use' },
          kind: 'tangible',
          licence: { ca: 'Cessió d’ús', en: 'Right of use' },
          stewardship: { ca: 'L’assemblea de la colònia', en: 'The colony assembly' },
        },
        {
          title: { ca: 'Plànols de la depuradora', en: 'Plans of the water treatment' },
          kind: 'intangible',
          licence: { ca: 'CERN-OHL-S', en: 'CERN-OHL-S' },
          stewardship: { ca: 'Ciència, tècnica i tecnologia', en: 'Science, technique and technology' },
        },
      ],
      contributions: [
        { title: { ca: 'Materials', en: 'Materials' }, amount: 40000, unit: 'EUR', year: 2028, status: 'promised' },
        {
          title: { ca: 'Jornades de treball', en: 'Work days' },
          amount: 3200,
          unit: 'HOUR',
          year: 2028,
          status: 'promised',
        },
      ],
    },
    {
      key: 'currency',
      title: { ca: 'Moneda social amb saldos sans', en: 'Social currency with healthy balances' },
      summary: {
        ca: 'Més de dues mil comptes d’ecos ja fan crèdit mutu. Acompanyem qui s’allunya massa del zero i fem fàcil trobar qui ofereix què.',
        en: 'More than two thousand eco accounts already give mutual credit. We accompany those who drift far from zero and make it easy to find who offers what.',
      },
      stage: 'underway',
      objective: 'economy',
      years: { from: 2027, to: 2033 },
      groups: ['economic', 'welcome'],
      partners: ['ecoxarxes'],
      tags: [{ ca: 'ecos', en: 'ecos' }],
      actions: [
        { title: { ca: 'Trucar als comptes aturats', en: 'Call the idle accounts' }, done: true },
        { title: { ca: 'Catàleg d’ofertes imprès', en: 'Printed catalogue of offers' }, due: '2027-05-01' },
      ],
      milestones: [
        { title: { ca: 'Quatre mil comptes actius', en: 'Four thousand active accounts' }, date: '2031-06-30' },
      ],
      outputs: [
        {
          title: { ca: 'Crèdit mutu sense interès', en: 'Mutual credit without interest' },
          kind: 'intangible',
          licence: { ca: 'Regles obertes', en: 'Open rules' },
          stewardship: { ca: 'Comissió de moneda social', en: 'Social currency committee' },
        },
      ],
      contributions: [
        {
          title: { ca: 'Acompanyament', en: 'Companionship' },
          amount: 12000,
          unit: 'ECO',
          year: 2027,
          status: 'promised',
        },
      ],
    },
    {
      key: 'selffinance',
      title: { ca: 'Fons comú sense interès', en: 'Common fund without interest' },
      summary: {
        ca: 'Ampliar els dipòsits de la cooperativa d’autofinançament i decidir dos cops l’any quins projectes reben préstec.',
        en: 'Grow the deposits of the self-financing co-operative and decide twice a year which projects receive a loan.',
      },
      stage: 'proposed',
      objective: 'economy',
      years: { from: 2027, to: 2036 },
      groups: ['economic'],
      partners: ['casx'],
      tags: [{ ca: 'finançament', en: 'funding' }],
      actions: [
        { title: { ca: 'Publicar els criteris de préstec', en: 'Publish the criteria for loans' } },
        { title: { ca: 'Primera ronda de préstecs', en: 'First round of loans' }, due: '2028-02-01' },
      ],
      outputs: [
        {
          title: { ca: 'Fons rotatori', en: 'Revolving fund' },
          kind: 'tangible',
          licence: { ca: 'Propietat comunal', en: 'Communal property' },
          stewardship: { ca: 'Assemblea de dipositants', en: 'Assembly of depositors' },
        },
      ],
      contributions: [
        {
          title: { ca: 'Dipòsits nous', en: 'New deposits' },
          amount: 80000,
          unit: 'EUR',
          year: 2028,
          status: 'sought',
        },
      ],
    },
    {
      key: 'workshop',
      title: { ca: 'Tallers compartits de màquines', en: 'Shared machine workshops' },
      summary: {
        ca: 'Fusteria, soldadura i ceràmica en un espai obert. Qui hi treballa aporta hores de manteniment i ensenya a qui ve darrere.',
        en: 'Woodwork, welding and ceramics in an open space. Those who work there give hours of upkeep and teach those who come next.',
      },
      stage: 'done',
      objective: 'economy',
      years: { from: 2027, to: 2028 },
      groups: ['tech'],
      tags: [
        { ca: 'tallers', en: 'workshops' },
        { ca: 'oficis', en: 'crafts' },
      ],
      actions: [
        { title: { ca: 'Inventari d’eines', en: 'Inventory of tools' }, done: true },
        { title: { ca: 'Normes de seguretat', en: 'Safety rules' }, done: true },
      ],
      outputs: [
        {
          title: { ca: 'Maquinària compartida', en: 'Shared machinery' },
          kind: 'tangible',
          licence: { ca: 'Ús amb torns', en: 'Use by turns' },
          stewardship: { ca: 'L’assemblea del taller', en: 'The workshop assembly' },
        },
      ],
      contributions: [
        { title: { ca: 'Manteniment', en: 'Upkeep' }, amount: 700, unit: 'HOUR', year: 2027, status: 'received' },
      ],
    },
    {
      key: 'openmachines',
      title: { ca: 'Màquines agrícoles obertes', en: 'Open farm machines' },
      summary: {
        ca: 'Dissenyar amb la pagesia tres màquines que es puguin construir i reparar a comarca, i publicar-ne els plànols.',
        en: 'Design, with the farmers, three machines that can be built and repaired in the county, and publish the plans.',
      },
      stage: 'proposed',
      objective: 'knowledge',
      years: { from: 2028, to: 2031 },
      groups: ['tech'],
      partners: ['producers', 'p2pf'],
      dependsOn: ['workshop'],
      tags: [
        { ca: 'maquinari lliure', en: 'open hardware' },
        { ca: 'alimentació', en: 'food' },
      ],
      actions: [
        { title: { ca: 'Triar les tres màquines amb la pagesia', en: 'Choose the three machines with the farmers' } },
        { title: { ca: 'Primer prototip de desherbadora', en: 'First prototype of the weeder' }, due: '2029-03-01' },
      ],
      outputs: [
        {
          title: { ca: 'Tres dissenys documentats', en: 'Three documented designs' },
          kind: 'intangible',
          licence: { ca: 'CERN-OHL-S', en: 'CERN-OHL-S' },
          stewardship: { ca: 'Ciència, tècnica i tecnologia', en: 'Science, technique and technology' },
        },
        {
          title: { ca: 'Prototips en ús', en: 'Prototypes in use' },
          kind: 'tangible',
          licence: { ca: 'Préstec entre finques', en: 'Lent between farms' },
          stewardship: { ca: 'Pagesia agroecològica', en: 'Agro-ecological farmers' },
        },
      ],
      contributions: [
        {
          title: { ca: 'Peces i acer', en: 'Parts and steel' },
          amount: 9500,
          unit: 'EUR',
          year: 2029,
          status: 'sought',
        },
        { title: { ca: 'Disseny', en: 'Design' }, amount: 5000, unit: 'ECO', year: 2029, status: 'sought' },
      ],
    },
    {
      key: 'archive',
      title: { ca: 'Arxiu obert de la cooperativa', en: 'Open archive of the co-operative' },
      summary: {
        ca: 'Actes, guies, contractes i errors de més de quinze anys, ordenats i traduïts perquè altres territoris no comencin de zero.',
        en: 'Minutes, guides, contracts and mistakes of more than fifteen years, sorted and translated so that other places need not start from zero.',
      },
      stage: 'idea',
      objective: 'knowledge',
      years: { from: 2028, to: 2030 },
      groups: ['welcome', 'tech'],
      partners: ['p2pf'],
      tags: [{ ca: 'arxiu', en: 'archive' }],
      actions: [
        { title: { ca: 'Recollir les actes disperses', en: 'Gather the scattered minutes' } },
        { title: { ca: 'Decidir què es publica', en: 'Decide what is published' } },
      ],
      outputs: [
        {
          title: { ca: 'Arxiu en quatre llengües', en: 'Archive in four languages' },
          kind: 'intangible',
          licence: { ca: 'CC BY-SA 4.0', en: 'CC BY-SA 4.0' },
          stewardship: { ca: 'Acollida i comunicació', en: 'Welcome and communication' },
        },
      ],
      contributions: [
        { title: { ca: 'Traducció', en: 'Translation' }, amount: 350, unit: 'HOUR', year: 2028, status: 'sought' },
      ],
    },
    {
      key: 'healthnodes',
      title: { ca: 'Nuclis de salut a cada bioregió', en: 'Health groups in every bioregion' },
      summary: {
        ca: 'Espais on algú escolta, acompanya i orienta, amb una caixa comuna per a tractaments i un codi de cures compartit.',
        en: 'Places where someone listens, accompanies and guides, with a common purse for treatments and a shared code of care.',
      },
      stage: 'agreed',
      objective: 'care',
      years: { from: 2027, to: 2032 },
      groups: ['health'],
      partners: ['ecoxarxes', 'council'],
      tags: [{ ca: 'salut', en: 'health' }],
      actions: [
        { title: { ca: 'Formació d’acompanyants', en: 'Training of companions' }, due: '2027-11-15' },
        { title: { ca: 'Escriure el codi de cures', en: 'Write the code of care' }, done: true },
      ],
      outputs: [
        {
          title: { ca: 'Codi de cures', en: 'Code of care' },
          kind: 'intangible',
          licence: { ca: 'CC BY-SA 4.0', en: 'CC BY-SA 4.0' },
          stewardship: { ca: 'Oficina de salut', en: 'Health office' },
        },
        {
          title: { ca: 'Quatre espais de salut', en: 'Four health spaces' },
          kind: 'tangible',
          licence: { ca: 'Cessió d’ús', en: 'Right of use' },
          stewardship: { ca: 'L’assemblea de cada nucli', en: 'The assembly of each group' },
        },
      ],
      contributions: [
        {
          title: { ca: 'Caixa comuna de salut', en: 'Common health purse' },
          amount: 15000,
          unit: 'EUR',
          year: 2028,
          status: 'promised',
        },
        {
          title: { ca: 'Acompanyament', en: 'Companionship' },
          amount: 6000,
          unit: 'ECO',
          year: 2028,
          status: 'promised',
        },
      ],
    },
    {
      key: 'assemblies',
      title: { ca: 'Assemblees que cuiden', en: 'Assemblies that take care' },
      summary: {
        ca: 'Ordre del dia amb temps, rols rotatius i una acta curta el mateix dia, perquè decidir no cremi qui sosté el procés.',
        en: 'A timed agenda, rotating roles and short minutes the same day, so that deciding does not burn out those who sustain the process.',
      },
      stage: 'proposed',
      objective: 'care',
      years: { from: 2027, to: 2028 },
      groups: ['welcome'],
      partners: ['p2pf'],
      tags: [{ ca: 'governança', en: 'governance' }],
      actions: [
        { title: { ca: 'Provar rols rotatius tres mesos', en: 'Try rotating roles for three months' } },
        { title: { ca: 'Fer-ne una guia de quatre pàgines', en: 'Make a four-page guide of it' } },
      ],
      outputs: [
        {
          title: { ca: 'Guia de facilitació', en: 'Facilitation guide' },
          kind: 'intangible',
          licence: { ca: 'CC BY-SA 4.0', en: 'CC BY-SA 4.0' },
          stewardship: { ca: 'Acollida i comunicació', en: 'Welcome and communication' },
        },
      ],
      contributions: [
        { title: { ca: 'Facilitació', en: 'Facilitation' }, amount: 240, unit: 'HOUR', year: 2027, status: 'promised' },
      ],
    },
  ],
}
