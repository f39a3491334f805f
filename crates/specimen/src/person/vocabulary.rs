//! Words that invented people are made of; the places exist nowhere.

/// Surnames.
pub(super) const SURNAMES: &[&str] = &[
    "ERIKSSON",
    "MARCHETTI",
    "OKONKWO",
    "LINDQVIST",
    "VASQUEZ",
    "HOLLOWAY",
    "NAKAGAWA",
    "PETROV",
    "DUBOIS",
    "ALMEIDA",
    "KOWALCZYK",
    "BRANDT",
    "SILVESTRI",
    "ANDERSSON",
    "MORETTI",
    "FERNANDEZ",
    "HAUGEN",
    "TANAKA",
    "RAHMAN",
    "OSEI",
    "MCALLISTER",
    "VAN DER BERG",
    "NOVAK",
    "CASTELLANO",
    "IBRAHIM",
    "THORNTON",
    "SORENSEN",
    "WHITLOCK",
    "ZELENKA",
    "BEAUMONT",
    "ARMSTRONG",
    "GALLAGHER",
    "KIRCHNER",
    "LAURENT",
    "MBEKI",
    "ROSSI",
    "SAITO",
    "WINTER",
    "YILMAZ",
];

/// Given names of men.
pub(super) const GIVEN_M: &[&str] = &[
    "ANDERS", "MATTEO", "CHIDI", "LUKAS", "DIEGO", "OLIVER", "KENJI", "NIKOLAI", "ETIENNE", "RAFAEL",
    "JAKUB", "FELIX", "MARCO", "GUSTAV", "SAMUEL", "TARIQ", "DANIEL", "PIETER", "TOMAS", "ADRIAN", "HENRIK",
    "THEODORE", "LEON", "IVAN",
];

/// Given names of women.
pub(super) const GIVEN_F: &[&str] = &[
    "ANNA",
    "GIULIA",
    "AMARA",
    "INGRID",
    "LUCIA",
    "CHARLOTTE",
    "YUKI",
    "NATALIA",
    "CAMILLE",
    "BEATRIZ",
    "ZOFIA",
    "HANNAH",
    "ELENA",
    "SIGRID",
    "MIRIAM",
    "LEILA",
    "SOPHIE",
    "JOHANNA",
    "TEREZA",
    "CLARA",
    "MAREN",
    "ROSALIE",
    "IRIS",
];

/// Towns of Utopia.
pub(super) const TOWNS: &[&str] = &[
    "ZENITH",
    "AMAUROT",
    "PORT HYTHLODAY",
    "ANYDER FALLS",
    "NEW BENSALEM",
    "CLEARWATER BAY",
    "LUNARA",
    "ASHGROVE",
];

/// Surnames in Chinese.
pub(super) const HAN_SURNAMES: &[&str] = &[
    "王", "李", "张", "刘", "陈", "杨", "黄", "赵", "吴", "周", "徐", "孙", "马", "朱", "胡", "郭", "何",
    "高", "林", "罗", "郑", "梁", "谢", "宋", "唐", "许", "韩", "冯", "邓", "曹", "彭", "曾", "肖", "田",
    "董", "潘", "蒋", "蔡", "余", "杜", "叶", "程", "苏", "魏", "吕", "丁", "任", "沈", "姚", "卢", "崔",
    "钟", "谭", "陆", "汪", "欧阳", "司徒", "上官", "诸葛",
];

/// Characters of men's given names.
pub(super) const HAN_M: &str = "伟强磊军洋勇涛明超刚平华浩宇轩然子涵泽博文俊豪志鹏飞翔建国庆东海波峰山河松柏林森鑫晨曦辰宸睿哲成功立业天佑安康健乐源流光辉耀祖德贤良正义礼智信仁忠永恒航程";

/// Characters of women's given names.
pub(super) const HAN_F: &str = "芳娜敏静丽艳娟秀霞英玉萍红娥玲芬燕彩春菊兰凤洁梅琳素云莲真雪荣爱妹香莺媛瑞佳嘉琼勤珍莉璐娅琦晶妍茜秋珊莎锦黛青倩婷娴瑾颖露瑶怡婵雁蓓仪荷丹蓉君琴蕊薇菁梦岚";

/// Districts and counties.
pub(super) const HAN_PLACES: &[&str] =
    &["云海区", "晴岚县", "澄湖区", "星河县", "映霁区", "清川县", "云渡区", "晨屿县"];

/// Streets.
pub(super) const HAN_STREETS: &[&str] =
    &["星河路", "长乐街", "青松巷", "晴川大道", "云岭路", "文华街", "海棠里", "石桥路", "春晖路", "林泉巷"];

/// Ethnic groups, the largest several times so that most people belong to it.
pub(super) const ETHNICITIES: &[&str] =
    &["汉", "汉", "汉", "汉", "汉", "汉", "满", "回", "苗", "壮", "土家", "维吾尔", "蒙古"];
