import { phrases } from './phrases.js';

export const givenNames = phrases`mira | tomas | aiko | lena | omar | priya | jonas | zofia | mateo | ingrid | kwame | sofia
  dmytro | elif | hana | lucas | noor | pavel | rosa | samir | tuuli | viktor | wanjiru | yara | anders | beatriz | chidi
  delphine | emre | farah | goran | hugo | ines | jun | katya | leila | marek | nadia | olu | petra | quentin | ravi
  sanne | teodor | ursula | vera | wei | ximena | yusuf | zeynep | astrid | bruno | clara | davit | esme | finn`;

export const familyNames = phrases`kovac | lindqvist | okonkwo | tanaka | fischer | haddad | novak | silva | murphy | sato
  petrova | garcia | jensen | mensah | rossi | kaya | dubois | horvat | nguyen | virtanen | moreau | singh | larsen
  costa | bauer | ali | szabo | weber | marin | oconnor | popescu | berg | adeyemi | lopez | koval | meyer | ito | duarte
  vega | nilsson | ferrari | kim | jansen | farkas | reyes | holm | demir | castro | vogel | laine | ortiz | bose`;

export const handles = phrases`tidepool | inkwell | moth | papercut | northlight | slowpan | driftwood | pixel | lantern
  kiln | overcast | halftone | fieldnotes | quietloud | sparrow | nocturne | pigment | tinderbox | mossy | rewind
  saltmarsh | copperplate | loopier | grainy | thistle | backlit | cartograph | understory | vellum | ember`;
