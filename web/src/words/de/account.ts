import { formatsOf } from '../formats.ts';
import type { Words } from '../pack.ts';

const { count, percent, plural } = formatsOf('de');

export const words: Words['account'] = {
  documentTitle: 'Ihr Konto · Manyhands',
  title: 'Ihr Konto',
  lead: 'Wer für das bezahlt wird, was dieser Browser berechnet, und was er aufbewahrt.',
  making: {
    title: 'Ein eigenes Konto',
    explained:
      'Ein Konto erhält, was Ihre Arbeit einbringt. Es entsteht auf dieser Seite, sein Geheimnis verlässt sie nie, und zum Helfen brauchen Sie keines: Ohne Konto ist Ihre Arbeit ein Geschenk. Auch jede Ethereum-Adresse, die Sie haben, ist recht: Geben Sie sie dort ein, wo die Arbeit gestartet wird.',
    paidTo: 'Die Arbeit dieses Browsers wird bezahlt an',
    make: 'Ein Konto anlegen',
    haveWords: 'Ich habe zwölf Wörter',
    writeDown:
      'Schreiben Sie diese zwölf Wörter in dieser Reihenfolge auf Papier. Wer sie hat, hat das Geld, und niemand kann sie Ihnen wiederbringen.',
    fromPaper: (word) => `Von Ihrem Papier: Wort ${count(word)}`,
    goOn: 'Weiter',
    wrongWord: (word) => `Das ist nicht Wort ${count(word)}: Sehen Sie noch einmal in Ihrer Abschrift nach.`,
    yourAccount: 'Ihr Konto:',
    use: 'Für die Arbeit dieses Browsers verwenden',
    file: 'Neben den Wörtern können Sie eine Datei aufbewahren, die Wallets lesen, unter einem eigenen Passwort.',
    password: (least) => `Passwort, mindestens ${count(least)} Zeichen`,
    shortPassword: (least) =>
      `Ein Passwort mit mindestens ${count(least)} Zeichen, sonst schützt die Datei nichts.`,
    saveFile: 'Verschlüsselte Datei sichern',
    encrypting: (done) => `Wird verschlüsselt, ${percent(done)}`,
    twelveWords: 'Ihre zwölf Wörter in ihrer Reihenfolge',
    find: 'Mein Konto finden',
    wordCount: (wanted, given) =>
      `Ein Konto hat ${count(wanted)} Wörter; ${plural(given, { one: 'dies ist #', other: 'dies sind #' })}.`,
    wrongWords:
      'Das sind nicht die Wörter eines Kontos: Eines ist falsch geschrieben, oder ihre Reihenfolge ist eine andere.',
    leave: 'Ohne Konto weiter',
  },
  earnings: {
    title: 'Einnahmen',
    account: 'Konto',
    look: 'Nachsehen',
    none: 'Noch ist kein Konto gewählt.',
    figures: {
      earned: { name: 'Verdient', hint: 'geprüft und endgültig Ihres' },
      held: { name: 'In Prüfung', hint: 'bis mehr bestanden ist' },
      settled: { name: 'Abgerechnet', hint: 'in der Blockchain vermerkt' },
      paid: { name: 'Ausgezahlt', hint: 'auf Ihrem Konto' },
    },
    noChain: 'die Blockchain antwortet nicht',
    unanswered: 'Der Koordinator antwortet nicht; diese Seite fragt in einigen Sekunden wieder.',
    paysNobody: 'Dieser Koordinator bezahlt niemanden: Seine Aufträge sind freiwillige Wissenschaft.',
    settlements:
      'Abrechnungen zahlen von selbst aus, wo das wenig kostet; kleinere Beträge bleiben erhalten, bis es sich lohnt.',
  },
  payout: {
    title: 'Noch nicht ausgezahlt',
    offer: (due, fee, net) =>
      `${due} sind abgerechnet. Sie auszuzahlen kostet ${fee} an Gebühren der Blockchain, die abgezogen werden: Sie erhalten ${net}. Eigene Münzen der Blockchain brauchen Sie nicht. Oder warten Sie: Größere Beträge kosten im Verhältnis weniger.`,
    belowGas: (due, fee) =>
      `Ihr Guthaben von ${due} ist zu klein für das, was seine Auszahlung kostet, etwa ${fee}; es bleibt erhalten und wächst mit Ihrer Arbeit.`,
    pending: 'Es wird gerade ausgezahlt. Das kann einige Minuten dauern.',
    dropped:
      'Die letzte Auszahlung wurde aufgegeben, bevor sie etwas kostete; Sie können sie noch einmal verlangen.',
    words: 'Die zwölf Wörter des Kontos, um zu unterschreiben',
    pay: 'Unterschreiben und auszahlen',
    otherAccount: 'Das sind die Wörter eines anderen Kontos.',
    byWallet: 'Mit der Wallet dieses Browsers auszahlen',
    byWalletMeans:
      'Die Wallet zahlt die Gebühren der Blockchain, und nichts wird abgezogen. Das Geld geht an das Konto oben.',
    steps: {
      connecting: 'Die Wallet wird nach ihrer Adresse gefragt.',
      network: 'Die Wallet wird gebeten, diese Blockchain zu nutzen.',
      asking: 'Die Wallet wird gebeten, die Auszahlung zu senden.',
      mining: 'Die Auszahlung ist unterwegs. Das kann einige Minuten dauern.',
    },
  },
  epochs: {
    title: 'Abrechnungen',
    explained:
      'Jede Abrechnung veröffentlicht, was jedes Konto bekam. Wer die neueste Liste aufhebt, kann sich mit „manyhands claim --leaves“ auszahlen lassen, auch wenn es diesen Koordinator nicht mehr gibt.',
    epoch: (number, at) => `Abrechnung ${number}, ${at}:`,
    paid: (amount) => `${amount} neu.`,
    list: 'Die Liste',
  },
  receipt: {
    title: 'Ihre Quittung',
    says: (amount, epoch) =>
      `Der Betreiber hat unterschrieben, dass Sie ${amount} haben, und dass die Abrechnung ${count(epoch)} und jede spätere es so festhält.`,
    means:
      'Dieser Browser bewahrt sie auf. Sie brauchen sie nur, wenn der Betreiber betrügt oder verschwindet: Dann ist sie Ihr Beweis, und die Blockchain zahlt danach auch ohne ihn. Sichern Sie ab und zu eine Kopie.',
    save: 'Quittung sichern',
    forged:
      'Der Koordinator gab eine Quittung, die der Betreiber nicht unterschrieben hat. Sie wurde nicht aufbewahrt; lassen Sie sich auszahlen, was abgerechnet ist.',
  },
  statement: {
    title: 'Jede Zahlung, Zeile für Zeile',
    explained:
      'Ein Auszug als CSV. Jede Zeile sagt, mit welcher Abrechnung sie auszahlbar wurde und durch welche Transaktion. Das Guthaben ist öffentlich; seine Zeilen erfahren nur Sie. Ihre Wörter unterschreiben die Anfrage hier und werden nirgends hingeschickt.',
    words: 'Die zwölf Wörter des Kontos, um zu fragen',
    ask: 'Unterschreiben und sichern',
    saved: 'Gespeichert.',
  },
  kept: {
    title: 'Was dieser Browser aufbewahrt',
    nothing: 'Nichts.',
    names: {
      'device-key': 'Den Schlüssel, der diesen Browser benennt: Ruf und Einnahmen in Prüfung gehören zu ihm.',
      payee: 'Das Konto, an das seine Arbeit bezahlt wird.',
      receipt: 'Was der Betreiber unterschrieben hat, dass dieses Konto es hat.',
      history: 'Was er getan hat, Tag für Tag.',
      rules: 'Wann er ruht.',
      language: 'Die Sprache, die Sie gewählt haben.',
    },
    yes: (threads, until) =>
      `Ihr Ja zu ${plural(threads, { one: '# Thread', other: '# Threads' })}, bis ${until}.`,
    forSite: (said) => `${said} (Für eine Website, die Sie besucht haben.)`,
    save: 'Eine Kopie sichern',
    erase: 'Löschen',
    eraseAll: 'Ja, alles löschen',
    eraseMeans:
      'Dieser Browser beginnt wieder als Neuling, und was er in Prüfung hat, bleibt vielleicht unbezahlt. Beenden Sie zuerst die Arbeit, falls sie in einem anderen Tab läuft.',
    copy: 'Die Kopie enthält den Schlüssel: Behalten Sie sie für sich. Der Koordinator bewahrt auf, worauf Zahlungen beruhen, Zählungen und Buchungen, unter den Adressen von Gerät und Konto.',
  },
  record: {
    title: 'Was der Koordinator von diesem Browser aufbewahrt',
    explained:
      'Zählungen seiner Arbeit, seinen Namen, falls Sie ihm einen gaben, Belege Ihrer Zustimmung und, unter seinem Schlüssel, worauf Zertifikate beruhen.',
    save: 'Auskunft sichern',
    remove: 'Dort entfernen',
    removeSure: 'Ja, entfernen, was entfernt werden darf',
    removeMeans:
      'Sein Name und seine Zählungen werden dort entfernt, und mit ihnen sein Ruf. Sperren, Zahlungen, worauf Zertifikate beruhen, und eine Zeit lang die Belege bleiben. Beenden Sie zuerst die Arbeit, falls sie in einem anderen Tab läuft.',
    saved: 'Gesichert.',
    erased: (entries) =>
      entries === 0
        ? 'Es gab nichts, was entfernt werden darf.'
        : `Entfernt: ${plural(entries, { one: '# Eintrag', other: '# Einträge' })}. Die Auskunft zeigt, was bleibt.`,
  },
};
