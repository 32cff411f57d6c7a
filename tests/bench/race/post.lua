-- wrk -s post.lua URL -- BODY [AUTHORIZATION]: posts the file as JSON.
function init(arguments)
  local file = assert(io.open(arguments[1]))
  local headers = {["Content-Type"] = "application/json", ["Authorization"] = arguments[2]}
  request_text = wrk.format("POST", nil, headers, file:read("*a"))
  file:close()
end

function request()
  return request_text
end
