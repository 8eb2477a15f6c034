"""Traditional Chinese as simplified: its characters, and the words of Taiwan and Hong Kong."""

from collections.abc import Mapping
from typing import Final

_CHARACTERS: Final[Mapping[int, int]] = str.maketrans(
    "開關點擊動應無發註冊錯誤題後臺這個們來為時間與對於從沒過還進單雙問顯螢鎖聲響鈴靜權許讓設備機廠裝統號碼證書憑鑰簽會傳達濾"
    "類別組網絡連線斷續電節約優選項試驗檢測結構環輯編譯縮減壓請頭條標內體長數據庫賬帳戶員離態實際認舊換變種營銷訊頻頓遲複雜國"
    "給樂聽說話語誰該報務業級圖紅層疊摺當彈畫閃執鐘鍵導復舉邊遠處歸檔啟殺掃劃滿隱協議鏈敗損幾兩萬億專屬區總歷紀錄陸預詢詳調嘗"
    "衝規則創刪絕終緒靈灣貼購賣買讀寫觸記訂閱訪託誌識譜護貴費質較輸轉辦迴遞適遺鄰釋銀鋪鎮鏡閉閒陣隊隨雲霧頁順領願顧飛驅鬧麼黃"
    "齊齣龍",
    "开关点击动应无发注册错误题后台这个们来为时间与对于从没过还进单双问显荧锁声响铃静权许让设备机厂装统号码证书凭钥签会传达滤"
    "类别组网络连线断续电节约优选项试验检测结构环辑编译缩减压请头条标内体长数据库账账户员离态实际认旧换变种营销讯频顿迟复杂国"
    "给乐听说话语谁该报务业级图红层叠折当弹画闪执钟键导复举边远处归档启杀扫划满隐协议链败损几两万亿专属区总历纪录陆预询详调尝"
    "冲规则创删绝终绪灵湾贴购卖买读写触记订阅访托志识谱护贵费质较输转办回递适遗邻释银铺镇镜闭闲阵队随云雾页顺领愿顾飞驱闹么黄"
    "齐出龙",
)
_WORDS: Final[Mapping[str, str]] = {
    "推播": "推送",
    "讯息": "消息",
    "伺服器": "服务器",
    "应用程式": "应用",
    "程式": "程序",
    "装置": "设备",
    "登入": "登录",
    "设定": "设置",
    "权杖": "token",
    "凭证": "证书",
    "背景": "后台",
    "前景": "前台",
    "荧幕": "屏幕",
    "预设": "默认",
    "资料库": "数据库",
    "资料": "数据",
    "网路": "网络",
    "逾时": "超时",
    "徽章": "角标",
    "金钥": "密钥",
}


def simplified(text: str) -> str:
    """Return *text* in the characters and words that signs are written in."""
    plain = text if text.isascii() else text.translate(_CHARACTERS)
    if plain == text:
        return text
    for word, here in _WORDS.items():
        plain = plain.replace(word, here)
    return plain
