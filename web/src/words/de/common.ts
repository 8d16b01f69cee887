import type { Words } from '../pack.ts';
import { errors } from './errors.ts';

export const words: Words['common'] = {
  language: 'Sprache',
  backToWork: 'Zurück zur Arbeit',
  network: 'Das Netzwerk',
  token: 'HAND',
  asking: 'Der Koordinator wird gefragt …',
  unreachable: 'Der Koordinator antwortet nicht. Versuchen Sie es gleich noch einmal.',
  noReason: 'Der Koordinator hat keinen Grund genannt.',
  wrongAddress: 'Eine Adresse besteht aus 0x und 40 Zeichen aus 0–9 und a–f, nicht lauter Nullen.',
  stop: 'Beenden',
  errors,
};
