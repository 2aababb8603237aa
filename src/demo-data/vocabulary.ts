import type { ContentType } from '../content/content-kind.js';
import { phrases } from './phrases.js';

/** A manner of making something: its tag, and what a prompt says to ask for it. */
export interface Manner {
  readonly tag: string;
  readonly wordings: readonly string[];
}

function manner(tag: string, wordings: readonly string[]): Manner {
  return { tag, wordings };
}

/** The manners of each content type, the most popular first. */
export const styles: Readonly<Record<ContentType, readonly Manner[]>> = {
  image: [
    manner(
      'Photography',
      phrases`35 mm photograph | candid photograph, natural light | medium format photograph`,
    ),
    manner(
      'Illustration',
      phrases`storybook illustration | flat editorial illustration | children's book illustration`,
    ),
    manner(
      'Watercolour',
      phrases`loose watercolour on rough paper | wet-on-wet watercolour | soft watercolour wash`,
    ),
    manner('Oil Painting', phrases`oil on canvas, visible brush strokes | thick impasto oil painting`),
    manner('Anime', phrases`hand-painted anime background | cel-shaded anime still`),
    manner('3D Render', phrases`physically based 3D render | clay render, soft studio light`),
    manner('Black and White', phrases`high-contrast black and white | silver gelatin print`),
    manner('Pixel Art', phrases`16-bit pixel art | isometric pixel art, limited palette`),
    manner('Ink Drawing', phrases`pen and ink, fine cross-hatching | a single-line ink drawing`),
    manner('Surrealism', phrases`surrealist composition, dream logic | a surreal collage of scales`),
    manner('Minimalism', phrases`minimalist composition, lots of empty space | two colours only, minimalist`),
    manner('Ukiyo-e', phrases`ukiyo-e woodblock print | woodblock print with bold outlines`),
    manner('Impressionism', phrases`impressionist brushwork | plein air, broken colour`),
    manner('Long Exposure', phrases`thirty-second long exposure | long exposure, silky motion`),
    manner('Comic', phrases`comic panel, thick outlines | ligne claire comic style`),
    manner('Macro', phrases`extreme macro, shallow depth of field | macro lens, dew drops`),
    manner('Art Deco', phrases`art deco poster, gold and black | streamlined art deco geometry`),
    manner('Isometric', phrases`isometric diorama | isometric cutaway, tiny details`),
  ],
  text: [
    manner(
      'Flash Fiction',
      phrases`a very short story | a story in under three hundred words | a single scene without names`,
    ),
    manner('Poetry', phrases`a poem in free verse | a poem that does not rhyme until the end`),
    manner('Storytelling', phrases`a bedtime story | a story told by an unreliable narrator`),
    manner('Worldbuilding', phrases`an entry from an invented encyclopaedia | a field guide page`),
    manner('Dialogue', phrases`a conversation overheard | a dialogue with no stage directions`),
    manner('Letters', phrases`a letter never sent | the third letter of an exchange`),
    manner('Haiku', phrases`a chain of haiku | five linked haiku`),
    manner('Essay', phrases`a short personal essay | an essay that changes its mind`),
  ],
  video: [
    manner('Animation', phrases`hand-drawn animation | a short animated scene`),
    manner('Time-Lapse', phrases`time-lapse, one frame a minute | hyper-lapse`),
    manner('Drone Footage', phrases`drone shot, rising slowly | aerial view, straight down`),
    manner('Slow Motion', phrases`slow motion at 240 frames a second | ramped slow motion`),
    manner('Documentary', phrases`handheld documentary footage | a locked-off documentary shot`),
    manner('Seamless Loop', phrases`seamless loop | perfect ten-second loop`),
    manner('Stop Motion', phrases`stop motion with felt puppets | paper cut-out stop motion`),
  ],
  audio: [
    manner('Ambient', phrases`slow ambient pads | ambient drone with distant chimes`),
    manner('Lo-Fi', phrases`dusty lo-fi beat, vinyl crackle | lo-fi hip hop, warm tape hiss`),
    manner('Orchestral', phrases`full orchestra, rising strings | a small string section and horn`),
    manner('Synthwave', phrases`synthwave with gated drums | analogue arpeggios`),
    manner('Piano', phrases`felt piano, close microphone | solo piano, long pauses`),
    manner('Jazz', phrases`brushed drums and upright bass | smoky late-night trio`),
    manner('Folk Music', phrases`fiddle and accordion | nylon guitar and a quiet voice`),
    manner('Field Recording', phrases`binaural field recording | a recording with no music at all`),
    manner('Podcast', phrases`a two-voice podcast intro | a narrated three-minute episode`),
  ],
};

export const moods: readonly Manner[] = [
  manner('Calm', phrases`calm | quiet | unhurried | still`),
  manner('Dreamy', phrases`dreamlike | hazy | weightless | half-remembered`),
  manner('Epic', phrases`epic | vast | monumental | thunderous`),
  manner('Melancholy', phrases`melancholy | wistful | lonely | bittersweet`),
  manner('Cosy', phrases`cosy | warm | snug | homely`),
  manner('Eerie', phrases`eerie | uncanny | unsettling | hushed`),
  manner('Joyful', phrases`joyful | exuberant | bright | playful`),
  manner('Nostalgic', phrases`nostalgic | faded | sun-bleached`),
  manner('Humorous', phrases`funny | absurd | deadpan | silly`),
  manner('Hopeful', phrases`hopeful | luminous | fresh`),
];

export const lights = phrases`golden hour | soft overcast light | hard noon shadows | lit by a single candle | moonlight
  blue hour | neon reflections | volumetric morning fog | backlit | firelight | the grey light before snow
  dappled shade | storm light | a shaft of dusty sun`;

export const colours = phrases`ochre and teal | rust, cream and ink blue | faded rose and olive | black, gold and ivory
  mint and coral | slate and saffron | deep indigo with one spot of orange | pale greens | burnt sienna and sky`;

export const details = phrases`rule of thirds | a lot of negative space | tiny figures for scale | intricate texture
  shallow depth of field | worn edges | visible grain | symmetrical framing | a low camera angle | wide lens
  handmade imperfections | wind in every fabric | rain on the glass | reflections doing half the work`;

export const cameras = phrases`slow dolly towards | static wide shot of | tracking shot following | crane shot over
  close-up of | handheld walk past | one continuous take of | a slow pan from the sky down to`;

export const tempos = phrases`60 bpm | 72 bpm, in three | 84 bpm | 96 bpm | 110 bpm, four to the floor | free time
  a slow build over two minutes | no percussion | in D minor | in F major, modulating once`;
