"""What people type in a story, each in their language."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Words:
    """Of a need: its title, its problem and its summary; then what its people say to one another and agree on."""

    title: str
    problem: str
    summary: str
    question: str
    answer: str
    greeting: str
    course: str
    stations: str


WORDS = {
    "en": Words(
        "Examiners and workstations for locked phones",
        "Two examiners serve the whole country, and 140 locked phones wait for the forensic laboratory.",
        "A State would like to train examiners of electronic evidence and to equip their laboratory.",
        "How many phones arrive in a month?",
        "Thirty-five, and more each month.",
        "Good morning. Shall we speak on Thursday?",
        "A course for twelve examiners",
        "Two workstations with licences",
    ),
    "fr": Words(
        "Des examinateurs et des postes de travail pour les téléphones verrouillés",
        "Deux examinateurs servent tout le pays et 140 téléphones verrouillés attendent au laboratoire.",
        "Un État souhaite former des examinateurs de preuves électroniques et équiper leur laboratoire.",
        "Combien de téléphones arrivent par mois ?",
        "Trente-cinq, et davantage chaque mois.",
        "Bonjour. Pouvons-nous nous parler jeudi ?",
        "Un cours pour douze examinateurs",
        "Deux postes de travail avec leurs licences",
    ),
    "ar": Words(
        "فاحصون ومحطات عمل للهواتف المقفلة",
        "يخدم فاحصان البلد كله، وينتظر 140 هاتفاً مقفلاً في المختبر الجنائي.",
        "ترغب دولة في تدريب فاحصي الأدلة الإلكترونية وتجهيز مختبرهم.",
        "كم هاتفاً يصل في الشهر؟",
        "خمسة وثلاثون، ويزداد العدد كل شهر.",
        "صباح الخير. هل نتحدث يوم الخميس؟",
        "دورة لاثني عشر فاحصاً",
        "محطتا عمل مع التراخيص",
    ),
    "zh": Words(
        "为取证锁定手机培训人员并配备工作站",
        "全国只有两名检验员，140部锁定的手机在取证实验室等待处理。",
        "一个国家希望培训电子证据检验员，并为其实验室配备设备。",
        "每月收到多少部手机？",
        "三十五部，而且每月增加。",
        "早上好。我们星期四谈谈好吗？",
        "为十二名检验员举办一期培训班",
        "两台带许可证的工作站",
    ),
    "es": Words(
        "Peritos y estaciones de trabajo para teléfonos bloqueados",
        "Dos peritos atienden a todo el país y 140 teléfonos bloqueados esperan en el laboratorio.",
        "Un Estado desea formar a peritos en prueba electrónica y equipar su laboratorio.",
        "¿Cuántos teléfonos llegan al mes?",
        "Treinta y cinco, y cada mes más.",
        "Buenos días. ¿Hablamos el jueves?",
        "Un curso para doce peritos",
        "Dos estaciones de trabajo con licencias",
    ),
}
