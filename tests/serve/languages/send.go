package main

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"strings"
)

func get(path string, into any) {
	answer, err := http.Get(os.Getenv("PUSHSIM_URL") + path)
	if err != nil {
		panic(err)
	}
	if err := json.NewDecoder(answer.Body).Decode(into); err != nil {
		panic(err)
	}
}

func main() {
	var phone struct {
		RegID string `json:"reg_id"`
	}
	var known struct {
		Vendors map[string]map[string]any
	}
	get("/_sim/phones/xiaomi_phone", &phone)
	get("/_sim/credentials", &known)
	form := url.Values{"registration_id": {phone.RegID}, "title": {"t"}, "description": {"d"}, "payload": {"p"},
		"restricted_package_name": {"com.example.chat"}}
	request, _ := http.NewRequest("POST", "https://api.xmpush.xiaomi.com/v3/message/regid", strings.NewReader(form.Encode()))
	request.Header.Set("Authorization", fmt.Sprintf("key=%v", known.Vendors["xiaomi"]["app_secret"]))
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		panic(err)
	}
	text, _ := io.ReadAll(answer.Body)
	fmt.Println(string(text))
}
