"""The words of people who report lost pushes, in Chinese and English, sorted into concepts."""

import re
from collections.abc import Iterator, Mapping
from typing import Final

from simulator.diagnose.traditional import simplified

_CONCEPTS: Final[Mapping[str, str]] = {
    "negative": (
        r"\b(?:no|not|never|nothing|none|neither|nor|forgot\w*|ignored|cannot|can't|unable|without|fail\w*|stop(?:s|ped)?|los[et]s?"
        r"|missing|silent|silence|empty|null|undefined|refuse\w*|errors?|denied|dead)\b|n't\b"
        r"|不(?:能|到|了|会|通|弹|显示|展示|行|响|上|出|出来|可以|跳|起|推|再|走|成功|更新|合法|来|见|触发|执行|支持|生效|工作|存在|正常|动|开|起来|回)"
        r"|没(?!问题)|未|无法|无(?:推送|通知|反应|响应|效|声)"
        r"|忘(?:记|了)|失败|失效|为空|返回空|是空|丢(?:了|失|掉)|漏(?:了|掉)|缺(?:少|失|了)|收不|拿不|报错|报 ?(?=-?\d{3})|异常"
    ),
    "arrives": (
        r"\b(?:arriv\w*|receiv\w*|deliver\w*|reach\w*|get|gets|got|come|comes|came|see|seen|pop\w*)\b"
        r"|收到|收不到|接收|到达|送达|能收|收得到|能打印|打印(?:出来|了)"
    ),
    "shows": r"\b(?:shows?|shown|display\w*|banner|tray|popup|heads.?up|visible)\b|显示|展示|弹|横幅|通知栏",
    "fine": r"\b(?:work\w*|fine|ok|okay|normal\w*|succe\w+|correct\w*)\b|正常|没问题|可以|成功|都好|是通的|通的",
    "push": r"\bpush(?:es|ed)?\b|notif\w+|\bmessages?\b|推送|通知|消息|离线",
    "killed": (
        r"\b(?:(?<!not )kill\w*|terminat\w*|swip\w*|clos(?:ed|ing)|exit\w*|quit\w*|not running|force.?stop\w*|(?:app|process) (?:is )?dead|cold start"
        r"|once the app (?:is|has)|shut.?down|exited|(?:from|in) (?:the )?(?:recents?|recent (?:apps|tasks)|app switcher|task (?:list|manager|switcher)))\b"
        r"|杀(?:死|掉|进程|后台|了|完)?|退出(?!登|账|帐)|关闭(?:应用|app|软件|程序|后|了)|关掉|划掉|上滑|最近任务|清(?:理|掉|除)?后台|一键(?:清理|加速|优化)|清(?:理)?内存|进程(?:被|没|不在)"
    ),
    "offline": r"\boffline\b|离线",
    "running": r"\b(?:foreground|background(?:ed)?|while (?:it|the app|running)|app (?:is )?(?:open|running)|online|running)\b"
    r"|\b(?:in|inside|using) the (?:running )?app\b|前台|打开状态|打开的时候|使用中|应用内|(?<!控制)(?<!米)(?<!为)(?<!理)(?<!im)(?<!im )后台(?!配置|直接|推|显示|已|测试|发|管理)|在线|运行(?:中|时)|打开(?:应用|app)时",
    "foreground": r"\bforeground\b|\bapp (?:is )?open\b|前台|打开应用",
    "background": r"\bbackground\b|切(?:到)?后台|后台(?:运行|时|能|可以|正常)|在后台|锁屏",
    "reopen": r"\b(?:re-?open\w*|re-?launch\w*|open(?:ed|ing)? again|on (?:launch|reopening|start|opening)|until (?:it|the app) is|(?:need|have|has|had) to (?:re-?)?open|must (?:be )?(?:re-?)?open(?:ed)?"
    r"|moment it is opened|launch(?:ed|ing)?|next start)\b|重新打开|再(?:次)?(?:打开|进|启动)|一打开|打开(?:后|才|app|应用)|重启",
    "backlog": r"\b(?:backlog|waiting|all at once|then (?:the|they|all)|at once|earlier messages)\b|之前的|才(?:收|弹|能)|立刻|又能收到|一下子",
    "console": (
        r"\b(?:console|test page|push kit|ag ?connect|appgallery connect|dashboard|developer (?:site|platform)|push platform|platform|web portal|portal)\b"
        r"|控制台|开放平台|推送平台|官网|平台(?:上|直接|推|测试|问题|工具)?"
        r"|(?:小米|华为|荣耀|vivo|oppo|魅族|厂商|信鸽|极光|友盟|个推|管理|腾讯云?)(?:的)?(?:推送)?后台|(?<!前)后台(?:直接|推送|配置|已配置|测试|发|显示|管理)"
    ),
    "provider_console": (
        r"\b(?:provider|im|jpush|getui|aliyun|umeng|rongcloud|onesignal|mobpush|tpns|uni-?push|service)(?:'s|s')? (?:own )?"
        r"(?:console|dashboard|backend|platform|site|web ?(?:portal|page|site))\b"
        r"|(?:阿里云?|信鸽|极光|友盟|个推|融云|腾讯云?|环信|云信|即时通信|服务商|uni-?(?:app|push)|im) ?(?:的)?(?:推送)?(?:后台|控制台|平台|官网|网页|网站)"
    ),
    "server": r"\b(?:server\w*|backend|api|rest|sdk server|send (?:call|request|interface)|sender)\b|服务端|服务器|后端|接口(?!没)|api",
    "provider": r"\b(?:im|provider|getui|jpush|aliyun|umeng|rongcloud|mobpush|tpns)\b|服务商|个推|极光|融云|腾讯|云信|环信|IM",
    "other_phone": (
        r"\b(?:other (?:phones?|devices?|brands?|models?)|some (?:phones?|devices?|models?)|same (?:build|app|code|apk).{0,30}(?:on|works)"
        r"|(?:newer|older) phones?)\b|部分(?:手机|机型|设备)|有的(?:手机|机型)|有些(?:手机|机型)|其他(?:手机|机型|品牌|厂商)|别的手机"
    ),
    "other_brand": r"\b(?:samsung|galaxy|pixel|nexus|motorola|moto|nokia|sony|lg|htc|asus|lenovo|zte|nubia|nothing phone)\b|三星|联想|中兴|努比亚|摩托罗拉|锤子|黑鲨",
    "home_page": r"\b(?:home|main|launcher|first|start) (?:page|screen|activity)\b|\bsplash\b|首页|主页|启动页|首屏",
    "debug": r"\bdebug\b|\b(?:development|dev) (?:build|run|machine|mode)\b|\b(?:from|in) (?:the ide|android studio|xcode)\b"
    r"|调试(?:包|版|模式|可以|正常)|真机调试|测试包|开发(?:包|版|环境)",
    "release": r"\brelease\b|\b(?:packag\w+|generated|signed|store|production) (?:apk|aab|app|build|version)\b"
    r"|\bbuild (?:apk|aab|appbundle)\b|正式(?:包|版)|线上(?:包|版)|打(?:的|成|好)?包(?:后|出来)?|签名包|发布(?:包|版)",
    "shrink": r"\b(?:proguard|minif\w*|shrink\w*|r8|obfuscat\w*)\b|混淆|压缩",
    "token": r"\b(?:\w*(?:token|reg(?:istration)?_?id)|push_?id|cid|client ?id|device ?token|registration id|push token)\b"
    r"|regid|令牌|设备标识",
    "server_token": r"\b(?:access|auth\w*|oauth2?|bearer)[ _-]?token\b|鉴权(?:token|令牌)|授权token",
    "stored": r"\b(?:stored|database|table|columns?|records?|session table|db)\b|数据库|数据表|字段|表(?:里|中)|存(?:储|库|的)",
    "empty": r"\b(?:empty|null|undefined|blank)\b|为空|空(?:的|值|对象|字符串)|是空|返回空|\{\s*\}",
    "content": r"\b(?:title|body|payload|data|objects?|contents?|values?|fields?)\b|内容|数据|标题|正文",
    "native_side": r"\bnative (?:side|log|logs|sdk|layer|code|part)\b|原生(?:端|层|日志|内部|能)?|日志(?:里|中|上)?(?:有|显示|能看到)",
    "obtain": r"\b(?:get\w*|got\w*|obtain\w*|return\w*|ask\w*|fetch\w*|receiv\w*|request\w*|issue\w*|regist\w*)\b|获取|拿(?:到|不到)|取(?:到|不到)|得到|返回|注册|申请",
    "not_obtained": r"(?:获取|拿|取|得)不(?:到|了)",
    "report": r"\b(?:report(?!er)\w*|upload\w*|hand(?:ed|ing|s)?|bind\w*|bound|set_?(?:offline)?push\w*|setToken|submit\w*)\b"
    r"|\bsen(?:ds?|t)\b.{0,16}\btoken\b(?! fail)|\btoken\b.{0,40}\bsent\b|上报|绑定|上传|设置(?:token|regid)|发送.{0,8}token",
    "register": r"\b(?:on_?register\w*|regist\w*|subscri\w*|initiali[sz]\w*|init)\b|注册|初始化|订阅",
    # A button is pressed too, and that is no tap on a notification.
    "tap": r"\b(?:tap\w*|click\w*|press\w*|touch\w*)\b(?! (?:on )?(?:the )?(?:\S{1,24} )?(?:button|switch|register|login|\"))"
    r"|\bnotification (?:is |was )?(?:opened|clicked|tapped|pressed)\b|\bopen(?:ing|ed|s)? (?:of )?(?:an? |the )?(?:\w+ )?notification\b|\bonNotification\w{0,12}(?:Click|Open)\w*|点击(?!.{0,6}(?:按钮|注册|登录|登陆|获取|开关|发送|绑定))|点(?:了|开|通知)|跳转",
    "open": r"\b(?:open\w*|launch\w*|jump\w*|wake\w*|navigat\w*|start\w*|callback|onEvent|handle\w*)\b|跳转|打开|唤起|拉起|唤醒|进入|回调|启动",
    "extra": r"\bget(?:String)?Extras?\b|\bgetIntent\b|\b(?:extras?|ext|bundle|payload data|data payload|custom (?:data|content|fields?|payload)|parameters?|params?|business data|own data|intent data|additional_?data|key.?value pairs?|custom_?content|self_?define\w*)\b"
    r"|自定义(?:数据|内容|参数|字段|键值)|键值对|参数|透传(?:内容|数据|参数)|携带|扩展字段|附加",
    "sound": r"\b(?:sound|ring\w*|vibrat\w*|mute|silent(?:ly)?|light(?:s)? the screen|heads.?up|banner)\b|声音|铃声|震动|振动|提示音|横幅|静默(?=通知|推送|消息|展示|显示|收)|悬浮",
    "badge": r"\bbadge\w*|\bred dot\b|角标|红点|未读数|桌面数字",
    "icon": r"\b(?:small |large )?icons?\b|图标|logo",
    "logout": r"\b(?:log(?:s|ged|ging)?[ -]?out|logout|sign(?:ed|ing)? out)\b|退出(?:登录|登陆|账号|帐号)|登出|注销|退登",
    "relogin": r"\b(?:log(?:s|ged|ging)?[ -]?in again|next login|login again|re-?login|after (?:the |a )?(?:next|new|second|another|later)\w* login|out and in again)\b|重新登[录陆]|再(?:次)?登[录陆]|换(?:账|帐)号|切换(?:账|帐|用)",
    "switch_user": r"\b(?:another (?:user|account)|switch\w* (?:users?|accounts?)|(?:second|other|previous|last) account)\b|上一个?(?:账|帐|用户)|换(?:账|帐)号|切换(?:账|帐|用)|另一个(?:账|帐|用户)",
    "kicked": r"\b(?:on)?kick\w*|\bforced? (?:offline|out)\b|踢|顶(?:号|掉|下线)|互踢|挤(?:下线|掉)|(?:被|强制)下线",
    "login": r"\blog(?:ged)? ?in\b|\blogin\b|usersig|登[录陆]|签名过期",
    "goes_on": r"\b(?:still|go(?:es)? on|continu\w*|keeps?)\b|还(?:在|能|会|继续)|仍|继续",
    "permission": r"\bnotifications? .{0,24}(?:turned|switched) off\b|\b(?:permission\w*(?! error)|notification(?:s)? (?:switch|setting|access)|authori[sz]ation dialog|enableOppoNotification)\b|权限(?!错误|不足)|通知(?:开关|设置|栏权限)|允许通知",
    "channel": r"\b(?:notification ?channel\w*|channel ?_?id|notification categor\w+)\b|通知渠道|通知通道|通知类[别型]|channelid|渠道|通道id",
    "switched_on": r"\b(?:allowed|enabled|granted|on|exempt\w*|set|added|checked|turned on)\b|已(?:开|打开|允许|设置|加|配)|都(?:设|开|打开|加|配|允许)(?:了|置)?|开启了|打开了|允许了",
    "switched_off": r"\b(?:off|disabled|denied|forbidden|closed)\b|关闭|没(?:有)?(?:打)?开|未(?:打)?开|是关(?:的|着)|关(?:着|掉)了?|关了|默认没|默认关|禁止|被关",
    "autostart": r"\b(?:auto-?(?:start|launch)\w*|protected apps?|white ?list\w*|locked? (?:\w+ )?in (?:the )?recents?)\b|锁定(?:在)?(?:最近|任务)|自启动|自动启动|白名单|关联启动|锁定后台|手机管家|安全中心|后台(?:活动|运行权限)|启动管理|手动管理|(?:允许|加入)后台",
    "power_saving": r"\b(?:(?:battery|power|energy) (?:optimi\w+|sav\w+|manage\w+|restrict\w+)|doze|background restrict\w+|app standby)\b"
    r"|省电|电池优化|电量优化|耗电(?:保护|管理)|后台限制|后台冻结|智能(?:省电|控制)",
    "exempt": r"\b(?:exempt\w*|spar(?:e|es|ed)|ignor\w+|unrestricted|not optimi\w+|don'?t optimi\w+|excluded?)\b|忽略|无限制|不限制|不优化|排除|白名单",
    "manifest": r"android_?manifest|\bmanifest\b|清单|\bmeta-?data\b|\bexported\b|<(?:receiver|service|activity|provider|meta-data)",
    "declare": r"\b(?:declar\w*|in (?:the )?manifest|registered in)\b|声明|注册(?:receiver|service|组件)|清单",
    "certificate": r"\b(?:certificate\w*|buss?iness ?id|busi_?id|cert ?id|p12|keystore)\b|证书|busiid|bussid",
    "fingerprint": r"fingerprint|sha-?256|\bsha1\b|指纹|签名证书|keystore",
    "credential": r"\b(?:app ?_?(?:id|key|secret)|master ?secret|secret\w*|client ?secret|api ?key)\b|密钥|秘钥|appid|appkey|appsecret",
    "mismatch": r"\b(?:mismatch\w*|wrong|invalid|incorrect|illegal|differ\w*|swapped|does not match|not match\w*)\b|不(?:一致|匹配|正确|合法|符|对)|错误|填错|写错|无效|非法",
    "quota": r"\b(?:quota|limit(?:ed|s)?|per (?:user )?(?:and )?day|frequency|rate limit\w*|too (?:many|often|frequent)|exceed\w*|throttl\w*|flow control)\b"
    r"|限(?:额|制|量|流|频)|频控|频率|频次|超(?:出|过|限)|配额|每天|每日|一天|上限|条数",
    "class": r"\b(?:categor\w*|classif\w*|message (?:class|type)|marketing|operation(?:al)? message|system message|importance|private message|broadcast (?:messages?|push\w*|interface|api))\b"
    r"|分类|营销|运营消息|系统消息|资讯|私信|公信|广播(?:消息|推送|接口)|消息类型|自分类",
    "pass_through": r"\b(?:pass-?(?:by|through)|data message|transparent|silent push|data-only)\b|透传|静默推送",
    "old_system": r"\b(?:emui|miui|coloros|color os|flyme|funtouch|origin ?os|rom)\b.{0,10}(?:below|<|older|or lower|以下)|\bbelow emui\b|\bbelow android\b|低版本(?:系统|手机|的)|(?:系统)?版本(?:太|过|较)?低|老机型|\d以下",
    "old_rom": r"\b(?:emui ?[1-4]|miui ?[1-8]|color ?os ?[1-4]|flyme ?[1-5]|funtouch ?(?:os ?)?[12])(?:\.\d+)*\b",
    "foreign": r"\b(?:non-?(?:huawei|xiaomi|vivo|oppo|chinese)|global (?:rom|version)|international (?:rom|version)|harmony ?os ?next|pixel ?os|pixel ?experience|lineage\w*|crdroid\w*|rising ?os|evolution ?x|havoc ?os|resurrection remix|arrow ?os"
    r"|graphene ?os|calyx ?os|aosp|micro ?g|custom rom|other roms?|emulators?|rooted|magisk|xposed|lsposed|simulators?)\b"
    r"|海外版|国际版|非(?:华为|小米|荣耀|oppo|vivo|魅族)|模拟器|原生(?:系统|安卓)|刷机|第三方rom",
    "no_google": r"\b(?:without|no|lacks?|missing) (?:gms|google(?: play)?(?: services)?|play services)\b|(?:没有|无|缺少)(?:谷歌|gms|google)",
    "upgrade": r"\b(?:upgrad\w*|updat\w*|after (?:the )?(?:new version|migrat\w*)|since version|newest version|downgrad\w*)\b|升级|更新(?:后|到|了)|新版本|降级",
    "before_ok": r"\b(?:used to|before (?:it|that|this)|previously|until (?:now|yesterday|last)|formerly|earlier it|always worked|worked (?:before|until))\b"
    r"|以前|之前(?:可以|能|都|是|正常|还|一直)|原来(?!的)|突然|一直(?:正常|好|能|可以|都)",
    "sudden": r"\b(?:suddenly|all at once stopped|without any (?:update|change)|since (?:yesterday|today|last \w+|(?:a few|some|several|two|three) days)"
    r"|out of nowhere|by itself)\b|突然|没有(?:更新|改)|莫名|昨天|今天开始|(?:前|这)(?:几|两|些)天|最近(?:几天)?(?:开始)?",
    "sometimes": r"\b(?:sometimes|intermittent\w*|occasional\w*|random\w*|sporadic\w*|not always|unstable|some messages)\b|偶尔|有时|不稳定|时好时坏|概率|间歇|丢(?:失|消息)",
    "delay": r"\b(?:delay\w*|late|slow\w*|after (?:some|several|many) (?:minutes|hours))\b|延迟|延时|很久|慢|几分钟|半小时",
    "folded": r"\b(?:fold(?:ed|s)?|collapsed?|bundled|grouped|unimportant)\b|折叠|收起|收纳|不重要(?:通知|消息)",
    "replaced": r"\b(?:replac\w+|overwrit\w+|overrid\w+)\b|\bonly (?:the )?(?:last|latest|one)\b|覆盖|替换|顶掉|只(?:显示|有|剩)(?:一|最后一|最新)",
    "reboot": r"\b(?:re-?boot\w*|restart\w* (?:of )?(?:the |a |an |my )?(?:\w+ )?(?:phone|device)|power\w* (?:off|on))\b|重启(?:手机|设备|系统)|(?:手机|设备|系统)重启|开机|关机",
    "instead": r"\b(?:instead of|rather than|only in the (?:tray|panel|shade|drawer))\b|只在通知栏|仅在通知栏|而不是",
    "twice": r"\b(?:twice|duplicat\w*|two notifications|double|several times)\b|重复|两条|两次|多条",
    "network": r"\b(?:network|ssl|tls|handshake|time(?:d)?[ -]?out|connect(?:ion)? (?:refused|reset|timed|fail)\w*|unknown ?host\w*|proxy|vpn|firewall|dns|https request|wi-?fi|[45]g|cellular|mobile data|intranet)\b"
    r"|网络|超时|代理|防火墙|内网|移动数据|科学上网|翻墙|访问不了|连不上|连接(?:失败|超时|断)",
    "demo": r"\b(?:official |sample )?(?:demo|example|sample app|quickstart)\b|官方(?:demo|示例)|demo|示例|例子",
    "statistics": r"\b(?:statistics|counts?|figures|delivered \d|reached devices?|failure rate|success rate)\b|统计|到达(?:设备)?\d*|计划推送|失败率|到达率|送达率",
    "group": r"\bgroups?\b|\bAVChatRoom\b|\b(?:chat|live) ?rooms?\b|聊天室|直播(?:间|群)|群(?!发)(?:聊|组|消息)?|讨论组",
    "custom_message": r"\b(?:custom (?:message|elem)\w*|TIMCustomElem|signal+ing)\b|自定义消息|信令",
    "disturb": r"\b(?:do not disturb|dnd|muted? (?:conversation|group|chat)|recvOpt|receive option)\b|免打扰|屏蔽|勿扰",
    "ios": r"\b(?:ios|iphones?|apple|apns)\b|苹果",
    "android": r"\bandroid\b|安卓",
    "vendor_channel": r"\b(?:vendors?'?s?'?|manufacturers?'?s?'?|makers?'?s?'?|xiaomi|huawei|honor|oppo|vivo|meizu|third.party) "
    r"(?:push |own )?(?:channels?|parameters?|params|credentials?|keys?|app ?ids?)\b|厂商(?:的)?(?:通道|参数|推送|渠道|离线|配置)?|第三方推送|系统级推送",
    "configured": r"\b(?:configured|entered|filled in|applied for|set up|registered at)\b|配置(?:了|好|完|过)|已(?:经)?(?:配置|申请|按)|按(?:照)?(?:官方|官网)?文档|填(?:了|到|写|好|在)|申请(?:了|好)",
    "asks_how": r"\bhow (?:to|do|does|can|are|is|should)\b|如何|怎么(?:样)?(?:配|接|集|设|使|用|开|弄|做|才)|怎样",
    "receive_callback": r"\bon(?:Background)?(?:Remote)?(?:Push)?(?:Message|Notification)(?:Message)?(?:Received|Arrived)\w*|\b(?:on|set)?background_?(?:message)?_? ?(?:callback|handler|task)\b|\bon(?:Background)?Message\b",
    "tried": r"\b(?:tried|do(?:es)?(?: not|n't) help|did(?: not|n't) help|no effect|in vain)\b|已(?:经)?(?:重启|重装|卸载)|试过|没(?:有)?用|不管用",
    "network_kind": r"\b(?:vpn|proxy|wi-?fi|[45]g|mobile data|cellular|hot ?spot)\b|代理|流量|内网|外网|热点|梯子",
    "entering": r"\b(?:configured|entered|filled in|enabled|activated|set up|uploaded)\b|填写?|配置|录入|开通|启用|上传",
    "size": r"\b(?:bytes?|kb|characters|too (?:long|large|big))\b|字节|过长|太长|超长|长度",
    "other_device": r"\b(?:another|a second|other|new) (?:phone|device|handset)\b|另(?:外)?一(?:台|个|部)(?:手机|设备)|(?:其他|别的|新)(?:手机|设备)|异地",
    "before_login": r"\bbefore (?:the )?(?:user |im |app )?log(?:ged|ging|s)?[ -]?in\b|\bnot (?:yet )?logged in\b|登[录陆](?:成功|完成)?(?:之)?前|还没(?:有)?登[录陆]|未登[录陆]",
    "privacy": r"\bprivacy\b|\buser agreement\b|\bconsent\b|隐私|用户协议|同意协议",
    "dozing": r"\b(?:deep sleep|over ?night|idle|doze|stand-?by|(?:a|few|some|several) (?:while|hours?|minutes?) (?:later|in the background))\b"
    r"|休眠|待机|放(?:置|着|了)?(?:一)?(?:夜|晚|段时间|会儿)|过夜|静置|长时间(?:不|没|未)|一段时间(?:之)?后|[半几一两\d](?:个)?(?:多)?(?:分钟|小时)(?:左右|之后|以后|后|就)",
    "outdated": r"\b(?:old|older|outdated|stale|expired|former|was reset|has been reset|changed)\b|旧|过期|失效|重置过|变(?:了|更|化)|(?:更换|换|改|修改)(?:了|过)?(?:包名|签名|密钥|证书)",
    "multi_terminal": r"\b(?:online|(?:logged|signed) in) (?:on|at|from) (?:the |a )?(?:web|desktop|pc|ipad|tablet)\b|\b(?:web|desktop|pc|ipad|tablet|multi-?(?:device|terminal|platform))\b.{0,16}(?:online|login|logged)|多端|电脑(?:端)?在线|(?:pc|web|桌面) ?端|网页(?:端|版|登录|登陆)",
    "two_apps": r"\b(?:two (?:apps|packages)|same phone.{0,20}apps|another app|multiple apps|appb|other app)\b|两个(?:app|应用|包)|多个(?:app|应用)|另一个(?:app|应用)",
    "init_order": r"\b(?:(?:right|immediately|directly) after|before (?:init\w*|start\w*|set\w*|connect\w*|calling)|order|not (?:yet )?(?:initiali[sz]ed|connected)|earlier than|after the token|too (?:early|late)|lazy init\w*)\b|延迟初始化|才初始化|放在.{0,12}后|顺序|之前调用|先后|过早",
    "exception": r"\b\w*Exception\b|\bcrash\w*|\bexception\b|\b(?:white|blank|black) screen\b|白屏|黑屏|崩溃|闪退|抛(?:出)?异常",
    "server_idle": r"\b(?:server|webhook|push server) (?:sees|gets|receives|logs) (?:nothing|no)\w*|\bno push (?:was |is )?(?:requested|sent|tried|triggered)\b|没(?:有)?下发|\b(?:not|n't) (?:trigger|request) (?:an? |the |any )?(?:offline )?push|没有(?:任何)?请求(?! ?(?:通知|权限|POST|permission))|没有触发|未触发|不(?:会)?触发|消息不(?:会)?推送|没(?:有)?走(?:离线|厂商)?推送",
    "blocklist": r"\b(?:black ?list\w*|block ?list\w*|banned|forbid\w*|suspended)\b|黑名单|封禁|禁用|下架",
    "under_review": r"\b(?:under review|not (?:yet )?(?:published|listed|released|approved)|store listing)\b|未上架|审核|没上架|上架",
    "callback_silent": r"\b(?:callbacks?|listener|receiver|handler|method|on(?:Event|Register|New|Receive|Message|Notification|Command|Token)\w*)\b"
    r".{0,24}(?:\b(?:never|not|no)\b|n't\b)|(?:回调|监听|receiver|方法).{0,8}(?:没|不|未|无)",
    "plugin": r"\b(?:plugin|flutter|react.?native|cordova|uni-?app|xamarin|maui|wrapper|library|sdk version|capacitor|unity)\b|插件|封装",
    "build": r"\b(?:gradle|compile\w*|build fail\w*|duplicate class|dependency|aar|maven)\b|编译|依赖(?:冲突|包)?|打包失败",
    "brand": r"\b(?:brand|manufacturer|isBrand\w*|rom ?type|device type|recogni[sz]e\w*)\b|品牌|机型判断|识别",
    "not_running": r"\b(?:service|process)(?:es)? (?:is |are |was )?(?:not running|killed|stopped)\b|服务(?:没|未)启动|进程(?:没|未)",
    "android_13": r"\bandroid ?1[3-7]\b|安卓 ?1[3-7]|\bapi ?3[3-7]\b|targetSdk\w* ?=? ?3[3-7]",
    "android_8": r"\bandroid ?(?:8|9|1[0-2])(?:\.\d)?\b|安卓 ?(?:8|9|1[0-2])|\b(?:8|9)\.\d(?:\.\d)?\b(?! ?(?:\.|sdk))|\bapi ?2[6-9]\b|\btarget\w*\W.{0,8}(?:2[6-9]|3[0-2])\b|oreo",
    "android_old": r"\bandroid ?[4-7](?:\.\d)?\b|安卓 ?[4-7]|\b[4-7]\.\d(?: |的)?(?:的)?(?:手机|系统|三星|正常|可以|能|没问题|fine|phone)|(?:8|8\.0|26|八) ?以下|以下的手机",
    "screen": r"\block(?:ed)? ?screen\b|screen off|锁屏|息屏|熄屏",
    "no_error": r"\bno error\w*|\blog.{0,12}(?:clean|nothing)|(?:日志|log).{0,6}(?:看不出|无|没有|正常)|没有报错|无报错|不报错|没报错",
}

# ASCII, so that a Chinese character beside an English word ends it: `debug包`.
_REGEX: Final = {name: re.compile(pattern, re.IGNORECASE | re.ASCII) for name, pattern in _CONCEPTS.items()}

_SENTENCE: Final = re.compile(r"[。！？!?\n；;]+|\.\s+")
_CLAUSE: Final = re.compile(
    r"(?<!时)[，,：]+|:\s|[。！？!?\n；;]+|\.\s+| (?:but|while(?! (?:the (?:app|phone|process)|it|its|being|in|on|offline|online|running|killed)\b)|although|whereas|yet|and then) |但是|但|而(?=[^且])|却|就(?=[收不])"
)
_PROSE_CHARACTERS_MAX: Final = 20_000
_NO_TROUBLE: Final = re.compile(
    r"(?:没(?:有)?|无)(?:出现|遇到)?(?:过)?(?:这个|该|这些|此|什么|任何|啥)?(?:问题|毛病)|\b(?:no|without(?: any)?) (?:such |any |more )?(?:problems?|issues?|trouble)\b",
    re.IGNORECASE,
)
"""A negation that says that all is well."""
_ASKS: Final = re.compile(
    r"^\W*(?:is|are|was|does|do|did|can|could|will|would|should|must) (?:an?|the|it|there|i|we|you|this|that|my|any|one|push\w*|notif\w+|messages?)\b"
    r"|能否|能不能|会不会|是否|是不是|可不可以|[吗么嘛]\s*$",
    re.IGNORECASE | re.ASCII,
)
"""A question that is answered by yes or no: who asks whether a push arrives has not said that it does."""


def sentences(text: str) -> Iterator[str]:
    """Split prose into sentences."""
    return (part for part in _SENTENCE.split(text[:_PROSE_CHARACTERS_MAX]) if part.strip())


def clauses(sentence: str) -> Iterator[str]:
    """Split a sentence into its clauses."""
    return (part for part in _CLAUSE.split(sentence) if part.strip())


def concepts_of(text: str) -> frozenset[str]:
    """Return the concepts that *text* speaks of, and what follows of them: `nothing` or `works`."""
    text = _NO_TROUBLE.sub(" fine ", simplified(text))
    found = {name for name, regex in _REGEX.items() if regex.search(text)}
    if "negative" in found and found & {"arrives", "shows", "push", "fine", "killed", "running", "reopen", "console"}:
        found.add("nothing")
    elif "negative" not in found and found & {"fine", "arrives", "shows"} and not _ASKS.search(text):
        found.add("works")
    return frozenset(found)
