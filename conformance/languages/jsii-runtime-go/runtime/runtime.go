// Package runtime declares what generated bindings call.
package runtime

import "reflect"

func notRun() { panic("this package declares the jsii runtime, and runs nothing") }

// Member of a class or interface.
type Member interface{ member() }

// MemberMethod is a method.
type MemberMethod struct{ JsiiMethod, GoMethod string }

// MemberProperty is a property.
type MemberProperty struct{ JsiiProperty, GoGetter string }

func (MemberMethod) member()   {}
func (MemberProperty) member() {}

func Load(name string, version string, tarball []byte)                                  { notRun() }
func RegisterClass(name string, of reflect.Type, members []Member, make func() any)     {}
func RegisterInterface(name string, of reflect.Type, members []Member, make func() any) {}
func RegisterStruct(name string, of reflect.Type)                                       {}
func RegisterEnum(name string, of reflect.Type, members map[string]any)                 {}
func InitJsiiProxy(object any)                                                          { notRun() }
func ValidateStruct(value any, describe func() string) error                            { return nil }
func Create(class string, arguments []any, object any)                                  { notRun() }
func Get(object any, property string, value any)                                        { notRun() }
func Set(object any, property string, value any)                                        { notRun() }
func Invoke(object any, method string, arguments []any, result any)                     { notRun() }
func InvokeVoid(object any, method string, arguments []any)                             { notRun() }
func StaticGet(class string, property string, value any)                                { notRun() }
func StaticInvoke(class string, method string, arguments []any, result any)             { notRun() }
func StaticInvokeVoid(class string, method string, arguments []any)                     { notRun() }
