import { LANGUAGE_NAMES, LANGUAGES, type Language } from '../words/languages.ts';
import { language, words } from '../words/words.ts';

/** Changes the language at once; each stands there as its speakers call it. */
export function LanguageField({ choose }: { choose: (chosen: Language) => unknown }) {
  return (
    <label class="language">
      <span class="visually-hidden">{words('common').language}</span>
      <select value={language.value} onChange={(event) => void choose(event.currentTarget.value as Language)}>
        {LANGUAGE_NAMES.map((name) => (
          <option key={name} value={name} lang={name}>
            {LANGUAGES[name].name}
          </option>
        ))}
      </select>
    </label>
  );
}
