// Nationalities as machine-readable zones write them (ICAO 9303-3 section 5): ISO 3166-1 with Germany as `D`, and a few that are no state.
import type { Locale } from '../i18n/i18n.svelte';

/** Alpha-3 and alpha-2 side by side (ISO 3166-1). The names come from the browser. */
const ISO =
  'AFGAF ALBAL DZADZ ANDAD AGOAO ATGAG ARGAR ARMAM AUSAU AUTAT AZEAZ BHSBS BHRBH BGDBD BRBBB BLRBY BELBE BLZBZ BENBJ BTNBT BOLBO BIHBA BWABW BRABR BRNBN BGRBG BFABF BDIBI ' +
  'CPVCV KHMKH CMRCM CANCA CAFCF TCDTD CHLCL CHNCN COLCO COMKM COGCG CODCD CRICR CIVCI HRVHR CUBCU CYPCY CZECZ DNKDK DJIDJ DMADM DOMDO ECUEC EGYEG SLVSV GNQGQ ERIER ESTEE SWZSZ ETHET ' +
  'FJIFJ FINFI FRAFR GABGA GMBGM GEOGE GHAGH GRCGR GRDGD GTMGT GINGN GNBGW GUYGY HTIHT HNDHN HUNHU ISLIS INDIN IDNID IRNIR IRQIQ IRLIE ISRIL ITAIT JAMJM JPNJP JORJO KAZKZ KENKE KIRKI ' +
  'PRKKP KORKR KWTKW KGZKG LAOLA LVALV LBNLB LSOLS LBRLR LBYLY LIELI LTULT LUXLU MDGMG MWIMW MYSMY MDVMV MLIML MLTMT MHLMH MRTMR MUSMU MEXMX FSMFM MDAMD MCOMC MNGMN MNEME MARMA MOZMZ MMRMM ' +
  'NAMNA NRUNR NPLNP NLDNL NZLNZ NICNI NERNE NGANG MKDMK NORNO OMNOM PAKPK PLWPW PSEPS PANPA PNGPG PRYPY PERPE PHLPH POLPL PRTPT QATQA ROURO RUSRU RWARW KNAKN LCALC VCTVC WSMWS SMRSM STPST SAUSA ' +
  'SENSN SRBRS SYCSC SLESL SGPSG SVKSK SVNSI SLBSB SOMSO ZAFZA SSDSS ESPES LKALK SDNSD SURSR SWESE CHECH SYRSY TWNTW TJKTJ TZATZ THATH TLSTL TGOTG TONTO TTOTT TUNTN TURTR TKMTM TUVTV UGAUG UKRUA ' +
  'AREAE GBRGB USAUS URYUY UZBUZ VUTVU VATVA VENVE VNMVN YEMYE ZMBZM ZWEZW HKGHK MACMO';

const SPECIAL: Record<string, Record<Locale, string>> = {
  UTO: { en: 'Utopia (specimen)', 'zh-Hans': '乌托邦（样本）', 'zh-Hant': '烏托邦（樣本）' },
  RKS: { en: 'Kosovo', 'zh-Hans': '科索沃', 'zh-Hant': '科索沃' },
  XXA: { en: 'Stateless person', 'zh-Hans': '无国籍者', 'zh-Hant': '無國籍者' },
  XXB: { en: 'Refugee (1951 Convention)', 'zh-Hans': '难民（1951 年公约）', 'zh-Hant': '難民（1951 年公約）' },
  XXC: { en: 'Refugee (other)', 'zh-Hans': '难民（其他）', 'zh-Hant': '難民（其他）' },
  XXX: { en: 'Unspecified nationality', 'zh-Hans': '国籍未注明', 'zh-Hant': '國籍未註明' },
};

const ALPHA2 = new Map<string, string>([['D', 'DE'], ...ISO.split(' ').map((pair): [string, string] => [pair.slice(0, 3), pair.slice(3)])]);

export const COUNTRY_CODES: readonly string[] = [...ALPHA2.keys(), ...Object.keys(SPECIAL)];

/** The name in this language; a code that nobody knows names itself. */
export function countryName(code: string, locale: Locale): string {
  const special = SPECIAL[code];
  if (special) return special[locale];
  const alpha2 = ALPHA2.get(code);
  return (alpha2 && new Intl.DisplayNames(locale, { type: 'region' }).of(alpha2)) || code;
}
