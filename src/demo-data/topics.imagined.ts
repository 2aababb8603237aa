import { phrases } from './phrases.js';
import type { Topic } from './topics.js';

/** Topics nobody has seen with their own eyes. */
export const imaginedTopics: readonly Topic[] = [
  {
    tag: 'Dragons',
    related: [
      'Fantasy',
      'Mythical Creatures',
      'Castles',
      'Mythology',
      'Mountains',
      'Dark Fantasy',
      'Folklore',
    ],
    subjects: phrases`a young dragon | an old moss-backed dragon | a dragon no bigger than a cat | a sea dragon
      a one-eyed wyrm | a pair of courting dragons | a paper dragon come to life | the last dragon of the north`,
    actions: phrases`asleep on a hoard of teapots | circling | shedding its winter skin | guarding a single egg
      breathing steam instead of fire | listening to a child read | folding its wings against the rain`,
    places: phrases`above a flooded valley | in the rafters of a ruined cathedral | on a volcanic beach
      beneath a frozen waterfall | over the rooftops of a market town | among terraced rice fields`,
    elsewhere: [
      [
        'Le dragon qui collectionnait les théières',
        'un vieux dragon endormi sur un tas de théières, lumière dorée, aquarelle',
      ],
      ['龍と茶碗', '古い寺の屋根で眠る小さな龍、夕暮れ、水彩画'],
    ],
  },
  {
    tag: 'Cyberpunk',
    related: ['Science Fiction', 'City', 'Street Life', 'Dystopia', 'Robots', 'Retro'],
    subjects: phrases`a courier on a rusted hoverbike | a noodle vendor with a chrome arm | a rooftop gardener
      a retired android | a street musician with a cable guitar | two rival data brokers | a stray robot dog
      a taxi without a driver`,
    actions: phrases`waiting out the rain | trading secrets for batteries | repairing a broken sign | running late
      staring at a holographic koi | lighting a cigarette that glows blue | losing a signal`,
    places: phrases`under a flickering noodle sign | in an alley of vending machines | on the ninetieth floor
      at a crossing drowned in neon | inside an abandoned arcade | beside a canal full of reflections`,
    elsewhere: [
      ['ネオンの雨', '雨に濡れたネオンの路地、傘をさす配達人、映画のような光'],
      ['Неонова злива', 'кур’єр під неоновою вивіскою, дощ, відблиски на мокрому асфальті'],
    ],
  },
  {
    tag: 'Space',
    related: ['Science Fiction', 'Planets', 'Night Sky', 'Spaceships', 'Robots'],
    subjects: phrases`a lone astronaut | an orbiting greenhouse | a ringed planet | a derelict freighter
      a lighthouse built on an asteroid | a comet with two tails | a mining crew on shore leave | a small blue probe`,
    actions: phrases`drifting | counting the moons | sending a last postcard home | catching the first light
      growing tomatoes in zero gravity | falling very slowly | turning its face to a double sunrise`,
    places: phrases`beyond the rings of a pale giant | inside a nebula the colour of rust | at the edge of the dark
      over a world of salt flats | in the shadow of a dead station | above a hurricane as wide as a continent`,
    elsewhere: [
      [
        'Postkarte vom Saturn',
        'ein einsamer Astronaut schreibt eine Postkarte, Ringe im Hintergrund, körniger Film',
      ],
      ['Космический огород', 'оранжерея на орбите, помидоры в невесомости, мягкий свет'],
    ],
  },
  {
    tag: 'Robots',
    related: ['Science Fiction', 'Cyberpunk', 'Steampunk', 'Solarpunk', 'Humorous'],
    subjects: phrases`a gardening robot | a robot made of kettles | a nervous delivery drone | a giant rusted automaton
      a robot barista | an android learning to paint | a maintenance bot with a sticker | two chess computers`,
    actions: phrases`watering a single daisy | asking for directions | pretending to sleep | knitting a scarf
      feeding pigeons | apologising to a toaster | practising a smile`,
    places: phrases`in an overgrown factory | on a quiet suburban street | at the end of the assembly line
      inside a museum after closing | on a rooftop with washing lines | in the corner of a repair shop`,
    elsewhere: [
      [
        'El robot que regaba margaritas',
        'un robot jardinero oxidado riega una sola margarita, luz de mañana, acuarela',
      ],
      ['도서관의 로봇', '문 닫은 도서관에서 책을 읽는 작은 로봇, 따뜻한 조명'],
    ],
  },
  {
    tag: 'Castles',
    related: ['Fantasy', 'Architecture', 'Ruins', 'Mythology', 'Landscape', 'Fairy Tales'],
    subjects: phrases`a castle grown from a single oak | a sandcastle guarded by crabs | a keep of black glass
      a drawbridge that sings | a queen without a crown | a floating citadel | the last night watch`,
    actions: phrases`crumbling gracefully | keeping its lamps lit | waiting for a siege that never comes
      reflected twice | rising from the mist | holding its breath`,
    places: phrases`on a tidal island | at the foot of a glacier | in a valley of poppies | above the cloud line
      on the back of a sleeping giant | where three rivers meet`,
    elsewhere: [
      ['Zámek nad mraky', 'plovoucí hrad nad mraky, ranní světlo, olejomalba'],
      ['Il castello di sabbia', 'un castello di sabbia sorvegliato dai granchi, tramonto, colori tenui'],
    ],
  },
  {
    tag: 'Wizards',
    related: ['Fantasy', 'Fairy Tales', 'Mythology', 'Worldbuilding', 'Cosy', 'Humorous'],
    subjects: phrases`an apprentice wizard | a witch with a bicycle | a librarian of forbidden books | an owl in spectacles
      a retired sorcerer | a hedge witch | a spell that escaped`,
    actions: phrases`brewing something purple | losing an argument with a cauldron | mending a broken moon
      reading by the light of a jar of stars | failing an exam | teaching a broom to dance`,
    places: phrases`in a tower of leaning books | at a moonlit crossroads | behind the village bakery
      in a kitchen full of drying herbs | under a hill with a round door | on the night bus`,
    elsewhere: [
      ['La sorcière à vélo', 'une sorcière à vélo traverse un village endormi, clair de lune, gravure'],
      ['Chiếc chổi biết nhảy', 'phù thủy trẻ dạy chiếc chổi khiêu vũ trong căn bếp ấm áp, màu nước'],
    ],
  },
  {
    tag: 'Solarpunk',
    related: ['Science Fiction', 'Gardens', 'City', 'Plants', 'Hopeful', 'Architecture'],
    subjects: phrases`a tram covered in ivy | a rooftop orchard | a community wind turbine | a seed librarian
      a bridge of living roots | children flying kites with solar wings | a vertical village`,
    actions: phrases`humming in the breeze | sharing the harvest | catching the evening sun | growing a new wing
      celebrating the first rain | repairing yesterday`,
    places: phrases`above a car-free boulevard | along a canal of water lilies | between terraces of beans
      in a city that forgot petrol | at the summer street feast | under a canopy of glass leaves`,
    elsewhere: [
      [
        'Die Stadt, die das Benzin vergaß',
        'eine grüne Stadt mit Straßenbahnen voller Efeu, warmes Abendlicht',
      ],
      ['Telhados de laranjeira', 'pomar num telhado, painéis solares, crianças com pipas, luz da tarde'],
    ],
  },
  {
    tag: 'Folklore',
    related: ['Mythology', 'Fairy Tales', 'Forest', 'Folk Music', 'Storytelling', 'Eerie', 'Dark Fantasy'],
    subjects: phrases`a fox in a wedding coat | a water spirit | the old woman of the crossroads | a bear who was a prince
      a house on chicken legs | three sisters spinning | a lantern that leads travellers astray`,
    actions: phrases`bargaining for a name | dancing until dawn | combing the river for coins | telling the truth for once
      keeping a promise | wearing a borrowed face`,
    places: phrases`at the edge of the birch wood | by a well without a bottom | in the year without a summer
      on midsummer night | inside a hollow hill | where the road forgets itself`,
    elsewhere: [
      ['Лисиця у весільному жупані', 'лисиця у весільному вбранні на березовому узліссі, туман, лінорит'],
      ['Näckens sista vals', 'en vattenande spelar fiol vid en mörk tjärn, midsommarnatt, träsnitt'],
    ],
  },
  {
    tag: 'Steampunk',
    related: ['Science Fiction', 'Retro', 'Trains', 'Robots', 'Architecture'],
    subjects: phrases`an airship captain | a clockwork heron | an inventor with brass goggles | a walking tea house
      a submarine shaped like a trout | a typewriter that answers back | a steam-driven orchestra`,
    actions: phrases`losing altitude | winding itself up | chasing a patent thief | boiling over | keeping perfect time
      departing without passengers`,
    places: phrases`over a city of chimneys | in a workshop of copper pipes | at the world exhibition
      on a viaduct in the fog | inside the great clock | along a brass-coloured river`,
    elsewhere: [
      ['Die fliegende Teestube', 'ein wandelndes Teehaus aus Kupfer, Nebel über dem Viadukt, Radierung'],
      ['Saat kulesinin içinde', 'pirinç gözlüklü bir mucit, dev bir saatin içinde, sıcak ışık'],
    ],
  },
  {
    tag: 'Dystopia',
    related: ['Science Fiction', 'Cyberpunk', 'City', 'Brutalism', 'Melancholy', 'Storytelling'],
    subjects: phrases`the last postman | a queue without an end | a smuggler of seeds | a clerk who stamps dreams
      a child with a forbidden piano | a tower of silent televisions | a weather inspector`,
    actions: phrases`delivering an unopened letter | forgetting the anthem | waiting for permission to rain
      hiding a sparrow | counting the lit windows | learning to whisper`,
    places: phrases`in a city of identical doors | under a sky on a timer | at checkpoint nine
      beneath the water tower | on the morning of the census | behind the paper factory`,
    elsewhere: [
      [
        'Ostatni listonosz',
        'ostatni listonosz w mieście identycznych drzwi, chłodne światło, ziarnisty film',
      ],
      ['El inspector del clima', 'una fila interminable bajo un cielo programado, blanco y negro'],
    ],
  },
  {
    tag: 'Geometry',
    related: ['Abstract', 'Fractals', 'Minimalism', 'Art Deco', '3D Render', 'Isometric'],
    subjects: phrases`overlapping circles | a staircase that returns to itself | a lattice of thin gold lines
      a field of tilted cubes | one red square | a spiral of tiles | a landscape made of triangles`,
    actions: phrases`slowly unfolding | breaking symmetry at one corner | tiling the plane | casting impossible shadows
      vibrating | settling into order`,
    places: phrases`on unbleached paper | in an endless white room | against deep indigo | under raking light
      across three panels | on a grid of forty-nine`,
    elsewhere: [
      ['Étude n° 7 : cercles', 'cercles superposés sur papier écru, ombres impossibles, minimalisme'],
      ['螺旋', '青い背景に金色の螺旋、最小限の構図'],
    ],
  },
  {
    tag: 'Spaceships',
    related: ['Space', 'Science Fiction', 'Planets', 'Robots', 'Epic', 'Worldbuilding'],
    subjects: phrases`a generation ship | a smuggler's patched-up cruiser | a colony lander | a ship grown from coral
      a convoy of ice haulers | a pilot with motion sickness | the shipyard's night shift`,
    actions: phrases`jumping too early | docking by hand | venting blue flame | losing its name plate
      threading a debris field | coming home after nine hundred years`,
    places: phrases`above the gas mines | at the mouth of a wormhole | in a hangar the size of a town
      beside a broken moon | along the trade lanes | inside a storm of glass`,
    elsewhere: [
      ['Das Generationenschiff', 'ein uraltes Generationenschiff kehrt heim, Gegenlicht, Ölgemälde'],
      ['Ang huling biyahe', 'lumang barkong pangkalawakan na pauwi na, bughaw na apoy, malapad na kuha'],
    ],
  },
];
