import { phrases } from './phrases.js';
import type { Topic } from './topics.js';

/** Topics within a day's walk. */
export const everydayTopics: readonly Topic[] = [
  {
    tag: 'Mountains',
    related: ['Landscape', 'Nature', 'Climbing', 'Snow', 'Weather', 'Epic'],
    subjects: phrases`a lone climber | a stone hut | a herd of ibex | the first snow | a mountain pass
      a shepherd with two dogs | a frozen lake | a cable car from the fifties`,
    actions: phrases`catching the last light | vanishing into cloud | waiting for the weather | crossing a ridge
      breaking the silence | glowing pink for eleven minutes`,
    places: phrases`above the tree line | on the north face | in a valley without phones | beside a glacier tongue
      at four thousand metres | below a ring of peaks`,
    elsewhere: [
      ['Alpenglühen', 'eine steinerne Hütte im Alpenglühen, Neuschnee, Weitwinkel'],
      ['雪の峠', '雪の峠を越える羊飼い、淡い光、浮世絵風'],
    ],
  },
  {
    tag: 'Cats',
    related: ['Pets', 'Animals', 'Cosy', 'Humorous', 'Interiors', 'Villages'],
    subjects: phrases`a ginger cat | a very round cat | a black kitten | the bookshop cat | two Siamese sisters
      a ship's cat | a cat in a tiny raincoat | an elderly tabby`,
    actions: phrases`occupying the only chair | judging everyone | asleep in a fruit bowl | stalking a dust mote
      supervising the repairs | pretending not to beg | sitting where the sun will be`,
    places: phrases`in a Lisbon window | on a warm car bonnet | among jars of buttons | at the top of the stairs
      behind the counter of a ramen shop | on a pile of unfinished letters`,
    elsewhere: [
      ['O gato da livraria', 'um gato laranja dorme entre livros antigos, janela de Lisboa, luz quente'],
      ['Кіт, що чекає сонця', 'старий смугастий кіт на підвіконні, ранкове світло, акварель'],
    ],
  },
  {
    tag: 'Portraits',
    related: ['People', 'Fashion', 'Photography', 'Self-Portrait', 'Black and White', 'Interiors'],
    subjects: phrases`a fisherman | a seamstress | a chess champion of twelve | a woman with silver hair | a night nurse
      identical twins | my grandfather | a beekeeper`,
    actions: phrases`looking past the camera | laughing at something out of frame | holding a photograph
      with flour on both hands | tired and proud | half turned to the window`,
    places: phrases`in a kitchen at dawn | against a blue wall | on the last train | in a doorway
      at the back of the workshop | under a single bulb`,
    elsewhere: [
      ['Retrato de mi abuelo', 'retrato de un anciano junto a la ventana, luz natural, película de 35 mm'],
      ['Nattsköterskan', 'porträtt av en trött nattsköterska, mjukt fönsterljus, svartvitt'],
    ],
  },
  {
    tag: 'Ocean',
    related: ['Landscape', 'Nature', 'Sea Life', 'Surfing', 'Storms', 'Calm', 'Lighthouses'],
    subjects: phrases`a small red boat | a humpback whale | a tide pool | a school of silver fish | a diver without a lamp
      a storm swell | a message in a bottle | an octopus`,
    actions: phrases`resting between breaths | riding out the storm | turning all at once | collecting lost keys
      lit from below | following the moon | drifting home`,
    places: phrases`off the Faroe Islands | under a sheet of ice | in a kelp forest | beyond the breakwater
      at the lowest tide of the year | over a drowned village`,
    elsewhere: [
      ['La barca roja', 'una pequeña barca roja en calma, mar de invierno, larga exposición'],
      ['Hafið bláa', 'hvalur undir ísnum, blátt ljós, kyrrð'],
    ],
  },
  {
    tag: 'Forest',
    related: ['Landscape', 'Nature', 'Mushrooms', 'Plants', 'Calm', 'Folklore', 'Field Recording'],
    subjects: phrases`a red mushroom | a fallen cedar | a deer with velvet antlers | a footpath | an old-growth grove
      a moss-covered piano | the first frost | a woodpecker`,
    actions: phrases`soaking up the rain | dissolving into fog | keeping very still | glowing faintly | returning to soil
      catching one beam of light`,
    places: phrases`in an ancient beech wood | beside a black stream | at the edge of a clearing | after the storm
      where nobody cuts | on the shortest day`,
    elsewhere: [
      ['Im Buchenwald', 'ein umgestürzter Baum im Nebel, ein einzelner Lichtstrahl, Stille'],
      ['Sieni sateessa', 'punainen sieni sateessa, makrokuva, syksyn valo'],
    ],
  },
  {
    tag: 'Street Life',
    related: ['City', 'People', 'Street Food', 'Photography', 'Black and White', 'Markets', 'Café Culture'],
    subjects: phrases`a flower seller | two old men playing backgammon | a wedding party | a boy with a kite
      a waiter on a smoke break | a protest of one | a dumpling stand | umbrellas`,
    actions: phrases`sharing a joke | crossing against the light | haggling | seen from a tram window
      caught in a sudden downpour | packing up for the night`,
    places: phrases`in the old town of Tbilisi | on a corner in Naples | under the elevated line | at the night market
      outside the closed cinema | on the longest staircase in the city`,
    elsewhere: [
      ['Piazza, ore sei', 'due anziani giocano a carte in piazza, luce radente, bianco e nero'],
      ['夜市', '夜市裡的餃子攤，蒸氣與燈光，街頭攝影'],
    ],
  },
  {
    tag: 'Coffee',
    related: ['Café Culture', 'Food', 'Cosy', 'Interiors', 'Lo-Fi', 'City'],
    subjects: phrases`the first espresso of the day | a chipped blue cup | a barista with steady hands | a moka pot
      a café terrace | rain on the café window | a half-finished crossword`,
    actions: phrases`steaming | going cold beside a letter | waiting for a friend | poured in slow motion
      interrupting a silence | shared by two`,
    places: phrases`in Trieste | on a zinc counter | next to a sleeping dog | at six in the morning
      in a train station kiosk | under a striped awning`,
    elsewhere: [
      ['Καφές στις έξι', 'ένα φλιτζάνι καφέ στον πάγκο, πρωινό φως, ήρεμη διάθεση'],
      ['Café crème, pluie fine', 'terrasse de café sous la pluie, parapluies, lumière douce'],
    ],
  },
  {
    tag: 'Birds',
    related: ['Animals', 'Nature', 'Forest', 'Gardens', 'Field Recording', 'Ink Drawing', 'Macro'],
    subjects: phrases`a kingfisher | a murmuration of starlings | a heron | a robin in winter | three crows
      a barn owl | an albatross chick | a city pigeon with ambitions`,
    actions: phrases`about to dive | answering from the other bank | nesting in a traffic light | carrying one twig
      drawn in a single line | leaving all at once`,
    places: phrases`over the reed beds | on a telephone wire | in a hedge full of berries | above the motorway
      at the bird hospital | on a frosted fence`,
    elsewhere: [
      ['L’étourneau', 'murmuration d’étourneaux au crépuscule, encre de Chine'],
      ['Ptačí nemocnice', 'sova pálená v ptačí nemocnici, měkké světlo, kresba tužkou'],
    ],
  },
  {
    tag: 'Trains',
    related: ['Travel', 'Places', 'Villages', 'Nostalgic', 'Retro', 'Night Sky'],
    subjects: phrases`the night train | a railway cat | a station clock | an empty dining car | a narrow-gauge engine
      a commuter with a cello | a level crossing keeper`,
    actions: phrases`arriving four minutes early | crossing a viaduct | losing time | leaving the last platform
      rattling past lit windows | stopping for sheep`,
    places: phrases`somewhere before the border | in the Carpathians | beside the winter sea | through wheat fields
      under a paper moon | at a halt with no name`,
    elsewhere: [
      ['Nattåget norrut', 'nattåget korsar en viadukt, snö, varma fönster'],
      ['Поїзд у Карпатах', 'вузькоколійка в тумані, парова машина, осінній ліс'],
    ],
  },
  {
    tag: 'Baking',
    related: ['Food', 'Cosy', 'Fruit', 'Families', 'Interiors', 'Letters'],
    subjects: phrases`a sourdough loaf | a lopsided wedding cake | a tray of cardamom buns | plum dumplings
      grandmother's rolling pin | a village baker | a gingerbread lighthouse`,
    actions: phrases`fresh from the oven | rising overnight | dusted with sugar | shared on the stairs
      slightly burnt | wrapped in a checked cloth`,
    places: phrases`on a flour-covered table | in a wood-fired oven | at five in the morning | in a cabin kitchen
      on the windowsill | at the harvest fair`,
    elsewhere: [
      ['Kardemummabullar', 'nybakade kardemummabullar på en bricka, morgonljus, ånga'],
      ['Babičin váleček', 'švestkové knedlíky na moučném stole, teplé světlo kuchyně'],
    ],
  },
  {
    tag: 'Dance',
    related: ['Performance', 'People', 'Music', 'Slow Motion', 'Joyful', 'Fashion'],
    subjects: phrases`a ballet class of pensioners | a tango couple | a breakdancer | a dancer in a red coat
      a village wedding | a rehearsal | shadows`,
    actions: phrases`leaping | missing a step and laughing | turning until the skirt floats | dancing without music
      holding the last pose | learning the steps`,
    places: phrases`in an empty swimming pool | on a rooftop in Buenos Aires | under the gymnasium lights
      on wet cobblestones | between parked trams | at the end of the pier`,
    elsewhere: [
      ['Último tango', 'una pareja baila tango en una azotea, luz de atardecer, cámara lenta'],
      ['Hora la nuntă', 'o horă la o nuntă de țară, lumini calde, fotografie documentară'],
    ],
  },
  {
    tag: 'Flowers',
    related: ['Plants', 'Gardens', 'Nature', 'Macro', 'Watercolour', 'Fruit'],
    subjects: phrases`a peony | wild poppies | a vase of tulips past their best | a night-blooming cactus
      a bee in a foxglove | pressed violets | a sunflower facing the wrong way`,
    actions: phrases`opening frame by frame | dropping one petal | bending in the wind | heavy with rain
      seen very close | glowing against a dark wall`,
    places: phrases`in a chipped enamel jug | along a railway line | in my mother's garden | on black velvet
      at the allotment | in a bomb crater turned pond`,
    elsewhere: [
      ['Maki polne', 'polne maki wzdłuż torów kolejowych, wiatr, akwarela'],
      ['牡丹', '雨に濡れた牡丹、黒い背景、接写'],
    ],
  },
];
