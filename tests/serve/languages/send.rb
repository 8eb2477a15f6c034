require 'json'
require 'net/http'

base = ENV.fetch('PUSHSIM_URL')
get = ->(path) { JSON.parse(Net::HTTP.get(URI(base + path))) }
secret = get.call('/_sim/credentials')['vendors']['xiaomi']['app_secret']
form = { registration_id: get.call('/_sim/phones/xiaomi_phone')['reg_id'], title: 't', description: 'd', payload: 'p',
         restricted_package_name: 'com.example.chat' }
uri = URI('https://api.xmpush.xiaomi.com/v3/message/regid')
proxy = ENV['HEEDS_NOTHING'] ? nil : :ENV
http = Net::HTTP.new(uri.host, uri.port, proxy)
http.use_ssl = true
puts http.post(uri.path, URI.encode_www_form(form), 'Authorization' => "key=#{secret}").body
