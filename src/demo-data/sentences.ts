import { phrases } from './phrases.js';

/** Prompt templates of each content type, short and long. */
export const promptTemplates = {
  image: phrases`{subject} {place}
    {subject} {action} {place}
    {subject} {action} {place}, {style}
    {subject} {action} {place}, {style}, {light}
    {mood} scene: {subject} {action} {place}, {style}, {light}, {detail}
    {style}: {subject} {action}, {light}, {detail}, palette of {colours}
    {subject} and {other}, {action} {place}, {style}, {mood} mood, {light}
    {subject} {action} {place}. {style}, {light}, {detail}, {colours}. No text, no watermark.
    {subject} {action} {place}; in the background {other}. {style}. {mood}, {light}. Composition: {detail}, {detail}. Colours: {colours}. Keep the faces natural and the edges soft, leave room for a title at the top.`,
  text: phrases`Write {style} about {subject} {place}.
    Write {style}: {subject}, {action}. Tone: {mood}.
    {style} in which {subject} is found {action} {place}. Begin in the middle.
    Write {style} about {subject} and {other}. It takes place {place}; keep it {mood} and end on an image, not on a moral.
    Continue this opening as {style}: "Nobody had expected {subject}, {action}, {place}."`,
  video: phrases`{camera} {subject} {place}
    {camera} {subject} {action} {place}, {style}
    {camera} {subject} {action} {place}, {style}, {light}, {mood}
    {style}: {subject} {action} {place}, then the camera finds {other}. {light}, palette of {colours}, ten seconds.`,
  audio: phrases`{style}, {mood}
    {style}, {mood}, {tempo}
    {style} for a scene of {subject} {action} {place}, {tempo}
    {mood} soundscape {place}: {subject}, {style}
    {style}. It should feel like {subject} {action} {place}: {mood}, {tempo}, with room for a voice.`,
} as const;

/** What auto-generated items get appended to their prompts by the tools that make them. */
export const qualityMarks = phrases`highly detailed | best quality | 8k | sharp focus | trending composition
  professional colour grading | intricate | masterpiece`;

export const titleTemplates = phrases`{subject}
  {subject} {action}
  {subject} {place}
  {mood}: {subject}
  Study no. {number}: {subject}
  {subject}, {light}
  {subject} and {other}
  {colours}
  {place}
  {subject} ({mood} version)
  Untitled {number} ({place})
  What {subject} knew`;

/** Sentences of text items; each can follow any other. */
export const bodySentences = phrases`Nobody could say when {subject} had first been seen {place}.
  It was {light}, and everything {place} seemed {mood}.
  And there, {action}: {subject}, as if that were the most ordinary thing in the world.
  We had come for {other}, but it was {subject} we stayed for.
  "You get used to it," said the woman who sold tickets, though she clearly had not.
  By then {other} had stopped {action} and simply watched.
  There are rules about such things {place}, and most of them are sensible.
  For a long while nothing happened.
  I remember the colours best: {colours}.
  Somebody laughed, and then it was {mood} again.
  My grandmother used to tell it differently; in her version {other} never left.
  The trick, it turned out, was to ask {subject} nothing at all.
  Outside it was {light}.
  Every year since, on the same evening, I go back and stand {place}.
  What remains is {mood}: {subject}, {action}, and the sound of a door.
  And {subject}? Still {action}, as far as anyone knows.
  That was the winter {other} came to stay.
  If you listen you can hear it even now, {place}.
  It lasted four minutes, perhaps five.
  He wrote it down, crossed it out, and wrote it down again.
  The map was wrong about the river but right about {subject}.
  A child was the first to notice {other}.`;

export const haikuLines = {
  outer: phrases`first frost on the rail | {light} | a door left open | nobody speaks yet | the kettle begins | {colours}
    one more step, then rain | old coat, new pockets`,
  inner: phrases`{subject}, {action} | {subject} {place} | somewhere, {other} | and still {subject}`,
};

export const comments = phrases`This made my morning. | The light! | How did you get the texture like that?
  I keep coming back to this one. | Would love to see a wide version. | 素晴らしい | Wunderschön. | Reminds me of home.
  The second half lost me a little, but what an ending. | Saved for inspiration. | More of these please | ¡Qué maravilla!
  Tiny nitpick: the hands. | Can I use this as a desktop background? | Absolutely stunning work. | très réussi
  I laughed out loud | Prompt? | The colours are perfect. | Love the mood 🌙 | 😍 | Not my thing, but well made.`;
