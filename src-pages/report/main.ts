// x
start(); function start(){}
